package people

import "time"

// refusals are what Parse answers to words that say something a week of hours has no room for. It
// is better to name the way in which it can be said than to call the word unknown, and passing over
// it would make hours of a text that means others.
var refusals = map[sense]string{
	senseHoliday: "%q is no day of the week: a holiday is a rule of its own, by its date",
	senseDate:    "%q belongs to a date: a date is a rule of its own: want days of the week alone",
	senseTurns:   "%q is not every week: such days are a rule of their own",
	senseRest:    "%q: " + breakAdvice,
	senseVague:   "%q says no time: want two times, as in 9:00-17:00, or leave those days out",
	senseZone:    "%q is a time zone: hours are of the schedule's own, which is set beside them",
}

// breakAdvice is how a break can be said.
const breakAdvice = "a break is two intervals, as in 9:00-12:00, 13:00-17:00"

// refusedWords are those words, by sense, of all languages.
var refusedWords = map[sense]string{
	senseDate: "january, jan, february, feb, march, april, apr, may, june, jun, july, jul, august, " +
		"aug, september, sept, sep, october, oct, november, nov, december, dec, summer, " +
		"winter, spring, autumn, new year, new year's, new year's eve, januar, februar, " +
		"märz, mai, juni, juli, oktober, dezember, dez, sommer, herbst, easter, christmas, " +
		"ostern, weihnachten, heiligabend, silvester, neujahr, jõulud, jõuludel, jaanuar, " +
		"veebruar, märts, aprill, juuni, juuli, oktoober, detsember, suvel, talvel, " +
		"stycznia, lutego, marca, kwietnia, maja, czerwca, lipca, sierpnia, września, " +
		"października, listopada, grudnia, latem, zimą, wigilia, wielkanoc, boże narodzenie, " +
		"januari, februari, maret, natal, lebaran, agustus, desember, today, tomorrow, " +
		"heute, täna, homme, dziś, dzisiaj, jutro, hari ini, besok, 今天, 今日, 明天, 春节, 国庆节, " +
		"圣诞节, ramadan, ramadhan, رمضان, عيد الفطر, عيد الأضحى",
	senseTurns: "every other, every second, every 2nd, every third, every two, every 2 weeks, " +
		"biweekly, fortnightly, first, 1st, 2nd, 3rd, 4th, second, third, fourth, last, " +
		"of the month, alternate, jeden zweiten, jeden ersten, jeden letzten, alle zwei " +
		"wochen, alle 2 wochen, ersten, zweiten, letzten, erster, letzter, iga teine, " +
		"üle nädala, esimene, viimane, co drugi, co drugą, co dwa tygodnie, pierwsza, " +
		"pierwszy, ostatnia, ostatni, setiap dua minggu, dua minggu sekali, pertama, " +
		"terakhir, 隔周, 单周, 双周, 每月, 第一个, 最后一个, handlowa, handlowe, handlową",
	senseRest: "lunch, lunch break, break, lunchtime, for lunch, closed for lunch, " +
		"mittagspause, pause, lõunapaus, paus, " +
		"vaheaeg, przerwa, przerwa obiadowa, istirahat, jam istirahat, 午休, 午休时间, " +
		"استراحة, استراحة الغداء",
	senseVague: "by appointment, by appointment only, appointment only, by arrangement, late, " +
		"about, approx, approximately, ca, circa, nach vereinbarung, n. v, nach " +
		"absprache, etwa, ungefähr, kokkuleppel, umbes, po uzgodnieniu, około, dengan " +
		"perjanjian, sekitar, 预约, 需预约, 大约, بموعد مسبق, حوالي",
	senseZone: "utc, gmt, cet, cest, mez, mesz, eet, eest, wet, msk, est, edt, cst, cdt, mst, " +
		"mdt, pst, pdt, bst, ist, jst, hkt, sgt, aest, aedt, wib, wita, wit",
}

// zoneNames are what a zone's own people call their time, in winter and in summer: "CET" beside
// hours of Warsaw says nothing new.
func zoneNames(zone *time.Location) map[string]bool {
	names := map[string]bool{}
	for _, month := range []time.Month{time.January, time.July} {
		name, _ := time.Date(2026, month, 1, 0, 0, 0, 0, zone).Zone()
		names[foldText(name)] = true
	}
	return names
}
