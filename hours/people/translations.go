package people

import (
	"fmt"
	"strings"
)

// In is how it reads in a language, by its tag: "pl", "pl-PL", "zh-Hans". ok is false for one that
// is not here, and the words are English then. Here are English, Estonian, Polish, Indonesian,
// Chinese and Arabic, with a 24-hour clock; TwelveHours gives the other.
func In(tag string) (words Words, ok bool) {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	switch code {
	case "en":
		return English(), true
	case "et":
		return estonian(), true
	case "pl":
		return polish(), true
	case "id", "in":
		return indonesian(), true
	case "zh":
		return chinese(), true
	case "ar":
		return arabic(), true
	}
	return English(), false
}

// English is how it reads in English, with a 24-hour clock.
func English() Words {
	return Words{
		Days:     [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
		LongDays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		Months:   [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		Date:     "{dom} {month}", Always: "24/7", Closed: "closed", Range: "–", And: ", ", Lines: "; ", OpenNow: "open", ClosedNow: "closed",
		Closes:    Phrases{In: "closes in {min} min", At: "closes at {time}", Tomorrow: "closes tomorrow {time}", Day: "closes {day} {time}", Date: "closes {date} {time}"},
		Opens:     Phrases{In: "opens in {min} min", At: "opens at {time}", Tomorrow: "opens tomorrow {time}", Day: "opens {day} {time}", Date: "opens {date} {time}"},
		Elsewhere: "{news} your time", AM: "{time} am", PM: "{time} pm",
	}
}

func estonian() Words {
	return Words{
		Days:     [7]string{"P", "E", "T", "K", "N", "R", "L"},
		LongDays: [7]string{"pühapäeval", "esmaspäeval", "teisipäeval", "kolmapäeval", "neljapäeval", "reedel", "laupäeval"},
		Months: [12]string{"jaanuaril", "veebruaril", "märtsil", "aprillil", "mail", "juunil", "juulil", "augustil", "septembril", "oktoobril",
			"novembril", "detsembril"},
		Date: "{dom}. {month}", Always: "ööpäevaringselt", Closed: "suletud", Range: "–", And: ", ", Lines: "; ", OpenNow: "avatud", ClosedNow: "suletud",
		Closes:    Phrases{In: "sulgeme {min} min pärast", At: "sulgeme kell {time}", Tomorrow: "sulgeme homme kell {time}", Day: "sulgeme {day} kell {time}", Date: "sulgeme {date} kell {time}"},
		Opens:     Phrases{In: "avame {min} min pärast", At: "avame kell {time}", Tomorrow: "avame homme kell {time}", Day: "avame {day} kell {time}", Date: "avame {date} kell {time}"},
		Elsewhere: "{news} teie aja järgi",
	}
}

func polish() Words {
	return Words{
		Days:     [7]string{"niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."},
		LongDays: [7]string{"w niedzielę", "w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę"},
		Months: [12]string{"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
			"listopada", "grudnia"},
		Date: "{dom} {month}", Always: "całodobowo", Closed: "zamknięte", Range: "–", And: ", ", Lines: "; ", OpenNow: "otwarte", ClosedNow: "zamknięte",
		Closes:    Phrases{In: "zamykamy za {min} min", At: "zamykamy o {time}", Tomorrow: "zamykamy jutro o {time}", Day: "zamykamy {day} o {time}", Date: "zamykamy {date} o {time}"},
		Opens:     Phrases{In: "otwieramy za {min} min", At: "otwieramy o {time}", Tomorrow: "otwieramy jutro o {time}", Day: "otwieramy {day} o {time}", Date: "otwieramy {date} o {time}"},
		Elsewhere: "{news} Twojego czasu",
	}
}

func indonesian() Words {
	return Words{
		Days:     [7]string{"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"},
		LongDays: [7]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"},
		Months:   [12]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"},
		Date:     "{dom} {month}", Always: "24 jam", Closed: "tutup", Range: "–", And: ", ", Lines: "; ", OpenNow: "buka", ClosedNow: "tutup",
		Closes:    Phrases{In: "tutup dalam {min} menit", At: "tutup pukul {time}", Tomorrow: "tutup besok pukul {time}", Day: "tutup hari {day} pukul {time}", Date: "tutup {date} pukul {time}"},
		Opens:     Phrases{In: "buka dalam {min} menit", At: "buka pukul {time}", Tomorrow: "buka besok pukul {time}", Day: "buka hari {day} pukul {time}", Date: "buka {date} pukul {time}"},
		Elsewhere: "{news} waktu Anda",
		Clock:     func(hour, minute int) string { return fmt.Sprintf("%02d.%02d", hour, minute) },
	}
}

func chinese() Words {
	return Words{
		Days:     [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"},
		LongDays: [7]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
		Months:   [12]string{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"},
		Date:     "{month}{dom}日", Always: "全天候", Closed: "休息", Range: "–", And: "、", Lines: "；", OpenNow: "营业中", ClosedNow: "休息中",
		Closes:    Phrases{In: "{min} 分钟后休息", At: "营业至 {time}", Tomorrow: "营业至明天 {time}", Day: "营业至{day} {time}", Date: "营业至{date} {time}"},
		Opens:     Phrases{In: "{min} 分钟后营业", At: "{time} 开始营业", Tomorrow: "明天 {time} 开始营业", Day: "{day} {time} 开始营业", Date: "{date} {time} 开始营业"},
		Elsewhere: "{news}（您的当地时间）",
		AM:        "上午{time}", PM: "下午{time}",
	}
}

func arabic() Words {
	return Words{
		Days:     [7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		LongDays: [7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		Months:   [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		Date:     "{dom} {month}", Always: "على مدار الساعة", Closed: "مغلق", Range: "–", And: "، ", Lines: "؛ ", OpenNow: "مفتوح", ClosedNow: "مغلق",
		Closes:    Phrases{In: "نغلق خلال {min} د", At: "نغلق الساعة {time}", Tomorrow: "نغلق غدًا الساعة {time}", Day: "نغلق يوم {day} الساعة {time}", Date: "نغلق في {date} الساعة {time}"},
		Opens:     Phrases{In: "نفتح خلال {min} د", At: "نفتح الساعة {time}", Tomorrow: "نفتح غدًا الساعة {time}", Day: "نفتح يوم {day} الساعة {time}", Date: "نفتح في {date} الساعة {time}"},
		Elsewhere: "{news} بتوقيتك",
		AM:        "{time} ص", PM: "{time} م",
	}
}
