package people

import (
	"fmt"
	"strings"
)

// In is how it reads in a language, by its tag: "pl", "pl-PL", "zh-Hans". ok is false for one that is not here, and the words are
// English then. Here are English, Estonian, Polish, Indonesian, Chinese and Arabic, with a 24-hour clock; TwelveHours gives the other.
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
		ClosesIn: "closes in {min} min", ClosesAt: "closes at {time}", ClosesTomorrow: "closes tomorrow {time}",
		ClosesDay: "closes {day} {time}", ClosesDate: "closes {date} {time}",
		OpensIn: "opens in {min} min", OpensAt: "opens at {time}", OpensTomorrow: "opens tomorrow {time}",
		OpensDay: "opens {day} {time}", OpensDate: "opens {date} {time}",
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
		ClosesIn: "sulgeme {min} min pärast", ClosesAt: "sulgeme kell {time}", ClosesTomorrow: "sulgeme homme kell {time}",
		ClosesDay: "sulgeme {day} kell {time}", ClosesDate: "sulgeme {date} kell {time}",
		OpensIn: "avame {min} min pärast", OpensAt: "avame kell {time}", OpensTomorrow: "avame homme kell {time}",
		OpensDay: "avame {day} kell {time}", OpensDate: "avame {date} kell {time}", Elsewhere: "{news} teie aja järgi",
	}
}

func polish() Words {
	return Words{
		Days:     [7]string{"niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."},
		LongDays: [7]string{"w niedzielę", "w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę"},
		Months: [12]string{"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
			"listopada", "grudnia"},
		Date: "{dom} {month}", Always: "całodobowo", Closed: "zamknięte", Range: "–", And: ", ", Lines: "; ", OpenNow: "otwarte", ClosedNow: "zamknięte",
		ClosesIn: "zamykamy za {min} min", ClosesAt: "zamykamy o {time}", ClosesTomorrow: "zamykamy jutro o {time}",
		ClosesDay: "zamykamy {day} o {time}", ClosesDate: "zamykamy {date} o {time}",
		OpensIn: "otwieramy za {min} min", OpensAt: "otwieramy o {time}", OpensTomorrow: "otwieramy jutro o {time}",
		OpensDay: "otwieramy {day} o {time}", OpensDate: "otwieramy {date} o {time}", Elsewhere: "{news} Twojego czasu",
	}
}

func indonesian() Words {
	return Words{
		Days:     [7]string{"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"},
		LongDays: [7]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"},
		Months:   [12]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"},
		Date:     "{dom} {month}", Always: "24 jam", Closed: "tutup", Range: "–", And: ", ", Lines: "; ", OpenNow: "buka", ClosedNow: "tutup",
		ClosesIn: "tutup dalam {min} menit", ClosesAt: "tutup pukul {time}", ClosesTomorrow: "tutup besok pukul {time}",
		ClosesDay: "tutup hari {day} pukul {time}", ClosesDate: "tutup {date} pukul {time}",
		OpensIn: "buka dalam {min} menit", OpensAt: "buka pukul {time}", OpensTomorrow: "buka besok pukul {time}",
		OpensDay: "buka hari {day} pukul {time}", OpensDate: "buka {date} pukul {time}", Elsewhere: "{news} waktu Anda",
		Clock: func(hour, minute int) string { return fmt.Sprintf("%02d.%02d", hour, minute) },
	}
}

func chinese() Words {
	return Words{
		Days:     [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"},
		LongDays: [7]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
		Months:   [12]string{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"},
		Date:     "{month}{dom}日", Always: "全天候", Closed: "休息", Range: "–", And: "、", Lines: "；", OpenNow: "营业中", ClosedNow: "休息中",
		ClosesIn: "{min} 分钟后休息", ClosesAt: "营业至 {time}", ClosesTomorrow: "营业至明天 {time}", ClosesDay: "营业至{day} {time}", ClosesDate: "营业至{date} {time}",
		OpensIn: "{min} 分钟后营业", OpensAt: "{time} 开始营业", OpensTomorrow: "明天 {time} 开始营业",
		OpensDay: "{day} {time} 开始营业", OpensDate: "{date} {time} 开始营业", Elsewhere: "{news}（您的当地时间）",
		AM: "上午{time}", PM: "下午{time}",
	}
}

func arabic() Words {
	return Words{
		Days:     [7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		LongDays: [7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		Months:   [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		Date:     "{dom} {month}", Always: "على مدار الساعة", Closed: "مغلق", Range: "–", And: "، ", Lines: "؛ ", OpenNow: "مفتوح", ClosedNow: "مغلق",
		ClosesIn: "نغلق خلال {min} د", ClosesAt: "نغلق الساعة {time}", ClosesTomorrow: "نغلق غدًا الساعة {time}",
		ClosesDay: "نغلق يوم {day} الساعة {time}", ClosesDate: "نغلق في {date} الساعة {time}",
		OpensIn: "نفتح خلال {min} د", OpensAt: "نفتح الساعة {time}", OpensTomorrow: "نفتح غدًا الساعة {time}",
		OpensDay: "نفتح يوم {day} الساعة {time}", OpensDate: "نفتح في {date} الساعة {time}", Elsewhere: "{news} بتوقيتك",
		AM: "{time} ص", PM: "{time} م",
	}
}
