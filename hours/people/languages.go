package people

// languages are the product's six, and German. Single letters are the days they stand for on a
// door.
var languages = []language{
	{
		code: "en",
		days: [7]string{
			"sunday, sundays, su", "monday, mondays, mo, m", "tuesday, tuesdays, tues, tu", "wednesday, wednesdays, we, w, weds",
			"thursday, thursdays, thur, thurs, th", "friday, fridays, fr, f", "saturday, saturdays, sa",
		},
		sets: map[string][]dayset{
			"weekdays, weekday, on weekdays, every weekday, working days, workdays, business days":               {workdays},
			"weekend, weekends, on weekends, at weekends, the weekend":                                           {weekend},
			"daily, every day, everyday, all days, all week, each day, 7 days, 7 days a week, seven days a week": {everyday},
			"t": {1 << 2, 1 << 4}, "s": {1 << 6, 1 << 0},
		},
		words: map[sense]string{
			senseTo: "to, till, til, until, thru, through", senseAnd: "and, plus, also, then, again", senseExcept: "except, but not, excluding, without",
			senseClosed: "shut, not open, no hours",
			senseAllDay: "all day, all day long, 24 hours, 24 hours a day, around the clock, round the clock, 24 hrs, 24hrs, 24/7, day and night, " +
				"always, always open, 24/7/365, 24x7, nonstop",
			senseMorning: "in the morning", senseEvening: "in the afternoon, in the evening",
			senseNight: "at night", senseNoon: "noon, midday", senseMidnight: "midnight",
			senseOclock: "hours, hrs", senseIdle: "from, open, we are open, opening hours, business hours, between, on, at, oclock, the, hours are, opening times, daily from",
			senseHoliday: "holiday, holidays, public holidays, bank holidays, ph",
		},
	},
	{
		code: "de", clock24: true,
		days: [7]string{
			"sonntag, am sonntag, sonntags, sonntage, so", "montag, am montag, montags, montage, mo", "dienstag, am dienstag, dienstags, dienstage, di, die", "mittwoch, am mittwoch, mittwochs, mi",
			"donnerstag, am donnerstag, donnerstags, do, don", "freitag, am freitag, freitags, fr, fre", "samstag, am samstag, samstags, sa, sam, sonnabend, sonnabends",
		},
		sets: map[string][]dayset{
			"wochentags, an wochentagen, wochentage, unter der woche, arbeitstage, an arbeitstagen, arbeitstags": {workdays},
			"werktags, an werktagen, werktage, werktäglich":                                                      {workdays, workdays | 1<<6},
			"wochenende, am wochenende, wochenenden, an wochenenden":                                             {weekend},
			"täglich, taeglich, jeden tag, alle tage, die ganze woche":                                           {everyday},
		},
		words: map[sense]string{
			senseTo: "bis, bis zum", senseAnd: "und, sowie, u", senseExcept: "außer, ausser, ohne, ausgenommen",
			senseClosed: "geschlossen, zu, ruhetag, geschl", senseAllDay: "ganztägig, ganztags, den ganzen tag, rund um die uhr, 24 stunden, 24 std",
			senseMorning: "morgens, vormittags, früh", senseEvening: "nachmittags, abends", senseNight: "nachts",
			senseNoon: "mittag, mittags", senseMidnight: "mitternacht", senseOclock: "uhr",
			senseIdle: "von, vom, ab, geöffnet, offen, öffnungszeiten, um, jeweils, zwischen, immer", senseHoliday: "feiertag, feiertage, feiertags, an feiertagen",
		},
	},
	{
		code: "et", clock24: true,
		days: [7]string{
			"pühapäev, pühapäeval, pühapäeviti, pühapäevast, p", "esmaspäev, esmaspäeval, esmaspäeviti, esmaspäevast, e", "teisipäev, teisipäeval, teisipäeviti, teisipäevast, t",
			"kolmapäev, kolmapäeval, kolmapäeviti, kolmapäevast, k", "neljapäev, neljapäeval, neljapäeviti, neljapäevast, n", "reede, reedel, reedeti, reedest, r",
			"laupäev, laupäeval, laupäeviti, laupäevast, l",
		},
		until: [7]string{"pühapäevani", "esmaspäevani", "teisipäevani", "kolmapäevani", "neljapäevani", "reedeni", "laupäevani"},
		sets: map[string][]dayset{
			"tööpäev, tööpäevad, tööpäeviti, tööpäevadel, argipäev, argipäeviti, argipäevadel, nädala sees": {workdays},
			"nädalavahetus, nädalavahetusel, nädalavahetuseti, nädalavahetustel":                            {weekend},
			"iga päev, igapäevaselt, kõik päevad, kõigil päevadel":                                          {everyday},
		},
		words: map[sense]string{
			senseTo: "kuni", senseAnd: "ja, ning", senseExcept: "välja arvatud, va, peale", senseClosed: "suletud, kinni",
			senseAllDay:  "ööpäevaringselt, ööpäev läbi, 24 tundi, terve päev, kogu päev",
			senseMorning: "hommikul", senseEvening: "õhtul, pärastlõunal", senseNight: "öösel", senseNoon: "keskpäev, keskpäeval, lõuna", senseMidnight: "kesköö, keskööni",
			senseIdle: "avatud, lahti, oleme avatud, kell, kella, lahtiolekuajad, alates, st", senseHoliday: "püha, pühad, riigipühad, riigipühadel",
		},
	},
	{
		code: "pl", clock24: true,
		days: [7]string{
			"niedziela, niedziele, niedzielę, niedzieli, nd, ndz, niedz, n", "poniedziałek, poniedziałki, poniedziałku, pon, pn, pnd", "wtorek, wtorki, wtorku, wt, wto, w",
			"środa, środy, środę, śr, śro", "czwartek, czwartki, czwartku, czw, cz, c", "piątek, piątki, piątku, pt, pi, pią", "sobota, soboty, sobotę, sob, sb, so",
		},
		sets: map[string][]dayset{
			"dni robocze, w dni robocze, dni powszednie, w dni powszednie, w tygodniu": {workdays},
			"weekend, weekendy, w weekend, w weekendy, w weekendem":                    {weekend},
			"codziennie, każdego dnia, każdy dzień, wszystkie dni, cały tydzień":       {everyday},
			"p": {1 << 1, 1 << 5}, "s": {1 << 3, 1 << 6},
		},
		words: map[sense]string{
			senseTo: "do", senseAnd: "i, oraz, a także", senseExcept: "oprócz, z wyjątkiem, poza, bez", senseClosed: "zamknięte, nieczynne, zamkniete, nieczynny, zamknięty",
			senseAllDay:  "całodobowo, całą dobę, cały dzień, 24 godziny, 24 h, przez całą dobę",
			senseMorning: "rano", senseEvening: "po południu, wieczorem", senseNight: "w nocy", senseNoon: "południe, w południe, południa", senseMidnight: "północ, północy",
			senseOclock: "godz, godzina, godziny, godzinie, g",
			senseIdle:   "od, czynne, otwarte, godziny otwarcia, w, we, o, pomiędzy, czynny, otwarty, w godz, w godzinach", senseHoliday: "święto, święta, w święta",
		},
	},
	{
		code: "id", clock24: true,
		days: [7]string{
			"minggu, hari minggu, min, ahad", "senin, hari senin, sen, isnin", "selasa, hari selasa, sel", "rabu, hari rabu, rab", "kamis, hari kamis, kam",
			"jumat, hari jumat, jum'at, jum, jumaat", "sabtu, hari sabtu, sab",
		},
		sets: map[string][]dayset{
			"hari kerja, pada hari kerja":                          {workdays},
			"akhir pekan, akhir minggu, pada akhir pekan, weekend": {weekend},
			"setiap hari, tiap hari, tiap tiap hari, semua hari":   {everyday},
		},
		words: map[sense]string{
			senseTo: "sampai, sampai dengan, hingga, s/d, s.d, sd", senseAnd: "dan, serta", senseExcept: "kecuali", senseClosed: "tutup, libur",
			senseAllDay:  "24 jam, sepanjang hari, sehari penuh, nonstop",
			senseMorning: "pagi, subuh", senseEvening: "sore, petang", senseMidday: "siang", senseNight: "malam", senseNoon: "tengah hari", senseMidnight: "tengah malam",
			senseIdle:    "dari, mulai, buka, pukul, jam, jam buka, pada, hari, antara, kami buka, jam operasional, jam kerja",
			senseHoliday: "hari libur, hari besar, tanggal merah, hari libur nasional",
		},
	},
	{
		code: "zh",
		days: [7]string{
			"周日, 周天, 星期日, 星期天, 礼拜日, 礼拜天, 週日, 禮拜天, 日, 天", "周一, 星期一, 礼拜一, 週一, 禮拜一, 一", "周二, 星期二, 礼拜二, 週二, 禮拜二, 二",
			"周三, 星期三, 礼拜三, 週三, 禮拜三, 三", "周四, 星期四, 礼拜四, 週四, 禮拜四, 四", "周五, 星期五, 礼拜五, 週五, 禮拜五, 五", "周六, 星期六, 礼拜六, 週六, 禮拜六, 六",
		},
		sets: map[string][]dayset{
			"工作日, 平日, 上班日":               {workdays},
			"周末, 週末, 双休日":                {weekend},
			"每天, 每日, 天天, 全周, 一周七天, 全年无休": {everyday},
		},
		words: map[sense]string{
			senseTo: "至, 到", senseAnd: "和, 及, 与, 以及", senseExcept: "除, 除了, 除外", senseClosed: "休息, 关闭, 关门, 不营业, 歇业, 停业, 打烊, 公休",
			senseAllDay: "全天, 全天候, 24小时, 二十四小时, 24小時, 整天", senseMorning: "上午, 早上, 早晨, 清晨, 凌晨, 早", senseEvening: "下午, 晚上, 傍晚, 晚",
			senseNoon: "中午, 正午", senseMidnight: "午夜, 半夜, 零点", senseOclock: "点, 點, 时, 時, 点整, 点钟", senseHalf: "半",
			senseIdle: "营业时间, 营业, 从, 开放, 开门, 分, 自, 每, 的, 服务时间, 均, 外", senseHoliday: "节假日, 法定节假日, 假日, 公众假期",
		},
	},
	{
		code: "ar",
		days: [7]string{
			"الأحد, أحد", "الإثنين, الاثنين, اثنين, الأثنين", "الثلاثاء, ثلاثاء", "الأربعاء, أربعاء", "الخميس, خميس", "الجمعة, جمعة", "السبت, سبت",
		},
		sets: map[string][]dayset{
			"أيام العمل, أيام الأسبوع, خلال أيام الأسبوع":                       {workdays, 0b0011111},
			"نهاية الأسبوع, عطلة نهاية الأسبوع":                                 {weekend, 0b1100000},
			"يوميا, يوميًا, كل يوم, كل الأيام, طوال الأسبوع, طيلة أيام الأسبوع": {everyday},
		},
		words: map[sense]string{
			senseTo: "إلى, حتى, لغاية, الي", senseAnd: "و, ثم", senseExcept: "ما عدا, عدا, باستثناء, إلا", senseClosed: "مغلق, مغلقة, عطلة, إجازة, مقفل",
			senseAllDay:  "على مدار الساعة, طوال اليوم, 24 ساعة, طوال الوقت",
			senseMorning: "ص, صباحا, صباحًا, الصباح, فجرا", senseEvening: "م, مساء, مساءً, المساء, عصرا, بعد الظهر", senseMidday: "ظهرا, ظهرًا", senseNight: "ليلا, ليلًا",
			senseNoon: "الظهر, منتصف النهار", senseMidnight: "منتصف الليل",
			senseIdle: "من, الساعة, يوم, أيام, ساعات العمل, مفتوح, مفتوحة, نعمل, في, أوقات العمل", senseHoliday: "العطل الرسمية, الأعياد, العطلات, أيام العطل",
		},
	},
}
