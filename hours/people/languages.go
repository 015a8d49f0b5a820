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
			"weekdays, weekday, on weekdays, every weekday":             {workdays},
			"working days, workdays, business days":                     {workdays},
			"weekend, weekends, on weekends, at weekends, the weekend":  {weekend},
			"daily, every day, everyday, all days, all week, each day":  {everyday},
			"7 days, 7 days a week, 7 days per week, seven days a week": {everyday},
			"t": {1 << 2, 1 << 4}, "s": {1 << 6, 1 << 0},
		},
		words: map[sense]string{
			senseTo:     "to, till, til, until, thru, through",
			senseAnd:    "and, plus, also, then, again",
			senseExcept: "except, but not, excluding, without",
			senseOthers: "otherwise, other days, all other days, the other days, on other days, " +
				"on all other days, on the other days, all other times, at other times, " +
				"rest of the week, the rest of the week, remaining days, other times",
			senseClosed: "shut, not open, no hours",
			senseAllDay: "all day, all day long, 24 hours, 24 hours a day, around the clock, " +
				"round the clock, 24 hrs, 24hrs, 24/7, day and night, always, " +
				"always open, 24/7/365, 24x7, nonstop",
			senseMorning: "in the morning, a", senseEvening: "in the afternoon, in the evening, p",
			senseNight: "at night", senseNoon: "noon, midday", senseMidnight: "midnight",
			senseOclock: "hours, hrs",
			senseIdle: "from, open, we are, we open, were, we are open, opening hours, " +
				"business hours, on, at, oclock, the, hours are, opening times, daily from, " +
				"only, each, every, are, " +
				"our hours, our hours are, our opening hours, hours of operation, were open, " +
				"store hours, shop hours, office hours, working hours, service hours, " +
				"customer service hours, support hours, chat hours, phone hours, trading hours",
			senseBetween: "between",
			senseHoliday: "holiday, holidays, public holiday, public holidays, bank holiday, " +
				"bank holidays, national holidays, ph",
		},
	},
	{
		code: "de", clock24: true,
		days: [7]string{
			"sonntag, am sonntag, sonntags, sonntage, so", "montag, am montag, montags, montage, mo", "dienstag, am dienstag, dienstags, dienstage, di, die", "mittwoch, am mittwoch, mittwochs, mi",
			"donnerstag, am donnerstag, donnerstags, do, don", "freitag, am freitag, freitags, fr, fre", "samstag, am samstag, samstags, sa, sam, sonnabend, sonnabends",
		},
		sets: map[string][]dayset{
			"wochentags, an wochentagen, wochentage, unter der woche":  {workdays},
			"arbeitstage, an arbeitstagen, arbeitstags":                {workdays},
			"werktags, an werktagen, werktage, werktäglich":            {workdays, workdays | 1<<6},
			"wochenende, am wochenende, wochenenden, an wochenenden":   {weekend},
			"täglich, taeglich, jeden tag, alle tage, die ganze woche": {everyday},
		},
		words: map[sense]string{
			senseTo:     "bis, bis zum",
			senseAnd:    "und, sowie, u",
			senseExcept: "außer, ausser, ohne, ausgenommen",
			senseOthers: "sonst, ansonsten, übrige tage, an den übrigen tagen, andere tage, " +
				"an anderen tagen, an allen anderen tagen, alle anderen tage, restliche tage",
			senseClosed:  "geschlossen, zu, ruhetag, geschl",
			senseAllDay:  "ganztägig, ganztags, den ganzen tag, rund um die uhr, 24 stunden, 24 std",
			senseMorning: "morgens, vormittags, früh",
			senseEvening: "nachmittags, abends",
			senseNight:   "nachts",
			senseNoon:    "mittag, mittags", senseMidnight: "mitternacht", senseOclock: "uhr",
			senseIdle: "wir haben, wir sind, durchgehend, jeden, nur, von, vom, ab, geöffnet, " +
				"offen, öffnungszeiten, um, jeweils, immer, unsere öffnungszeiten, " +
				"geschäftszeiten, bürozeiten, servicezeiten, sprechzeiten, telefonzeiten, " +
				"ladenöffnungszeiten, erreichbar",
			senseBetween: "zwischen",
			senseHoliday: "feiertag, feiertage, feiertags, feiertagen, an feiertagen, " +
				"gesetzliche feiertage, gesetzlichen feiertagen, sonn- und feiertags, " +
				"sonn- und feiertage, sonn- und feiertagen, an sonn- und feiertagen",
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
			"tööpäev, tööpäevad, tööpäeval, tööpäeviti, tööpäevadel": {workdays},
			"kõik tööpäevad, argipäev, argipäeviti, argipäevadel":    {workdays},
			"nädala sees": {workdays},
			"nädalavahetus, nädalavahetusel, nädalavahetuseti": {weekend},
			"nädalavahetustel": {weekend},
			"iga päev, igapäevaselt, kõik päevad, kõigil päevadel": {everyday},
		},
		words: map[sense]string{
			senseTo:     "kuni",
			senseAnd:    "ja, ning",
			senseExcept: "välja arvatud, va, v.a, v. a, peale",
			senseOthers: "muul ajal, muudel aegadel, muudel päevadel, muud päevad, " +
				"ülejäänud päevadel, ülejäänud päevad, teistel päevadel",
			senseClosed:   "suletud, kinni, puhkepäev",
			senseAllDay:   "ööpäevaringselt, ööpäev läbi, 24 tundi, terve päev, kogu päev",
			senseMorning:  "hommikul",
			senseEvening:  "õhtul, pärastlõunal",
			senseNight:    "öösel",
			senseNoon:     "keskpäev, keskpäeval, lõuna",
			senseMidnight: "kesköö, keskööni",
			senseIdle: "igal, ainult, avatud, lahti, oleme avatud, kell, kella, " +
				"lahtiolekuajad, alates, st, tööaeg, tööajad, lahtiolekuaeg, kauplus avatud, " +
				"pood avatud, kontor avatud, klienditeenindus",
			senseHoliday: "püha, pühad, pühadel, pühade ajal, riigipüha, riigipühad, riigipühadel, " +
				"riiklikud pühad, riiklikel pühadel",
		},
	},
	{
		code: "pl", clock24: true,
		days: [7]string{
			"niedziela, niedziele, niedzielę, niedzieli, nd, ndz, niedz, n", "poniedziałek, poniedziałki, poniedziałku, pon, pn, pnd", "wtorek, wtorki, wtorku, wt, wto, w",
			"środa, środy, środę, śr, śro", "czwartek, czwartki, czwartku, czw, cz, c", "piątek, piątki, piątku, pt, pi, pią", "sobota, soboty, sobotę, sob, sb, so",
		},
		sets: map[string][]dayset{
			"dni robocze, w dni robocze, dni powszednie":            {workdays},
			"w dni powszednie, w tygodniu":                          {workdays},
			"weekend, weekendy, w weekend, w weekendy, w weekendem": {weekend},
			"codziennie, każdego dnia, każdy dzień, wszystkie dni":  {everyday},
			"cały tydzień, 7 dni, 7 dni w tygodniu":                 {everyday},
			"p": {1 << 1, 1 << 5}, "s": {1 << 3, 1 << 6},
		},
		words: map[sense]string{
			senseTo:     "do",
			senseAnd:    "i, a, oraz, a także",
			senseExcept: "oprócz, z wyjątkiem, poza, bez",
			senseOthers: "pozostałe dni, w pozostałe dni, inne dni, w inne dni, poza tym, " +
				"w pozostałych godzinach",
			senseClosed: "zamknięte, nieczynne, zamkniete, nieczynny, zamknięty",
			senseAllDay: "całodobowo, całą dobę, cały dzień, 24 godziny, 24 godziny na dobę, " +
				"24 h, 24h/7, 24h na dobę, przez całą dobę",
			senseMorning:  "rano",
			senseEvening:  "po południu, wieczorem",
			senseNight:    "w nocy",
			senseNoon:     "południe, w południe, południa",
			senseMidnight: "północ, północy",
			senseOclock:   "godz, godzina, godziny, godzinie, g",
			senseIdle: "od, czynne, otwarte, godziny otwarcia, w, we, o, czynny, otwarty, " +
				"w godz, w godzinach, godziny pracy, pracujemy, zapraszamy, każdy, " +
				"każdą, każde, tylko, godziny, biuro czynne, sklep czynny, sklep otwarty, " +
				"jesteśmy czynni, obsługa klienta",
			senseBetween: "pomiędzy, między",
			senseHoliday: "święto, święta, świąt, w święta, dni świąteczne, dni świątecznych, " +
				"w dni świąteczne, dni ustawowo wolne, dni ustawowo wolnych",
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
			"7 hari, 7 hari seminggu":                              {everyday},
		},
		words: map[sense]string{
			senseTo:       "sampai, sampai dengan, hingga, s/d, s.d, s.d., sd",
			senseAnd:      "dan, serta",
			senseExcept:   "kecuali",
			senseOthers:   "hari lain, hari lainnya, di hari lain, pada hari lain, selain itu",
			senseClosed:   "tutup, libur",
			senseAllDay:   "24 jam, 24 jam sehari, sepanjang hari, sehari penuh, nonstop",
			senseMorning:  "pagi, subuh",
			senseEvening:  "sore, petang",
			senseMidday:   "siang",
			senseNight:    "malam",
			senseNoon:     "tengah hari",
			senseMidnight: "tengah malam",
			senseVague:    "setiap minggu, tiap minggu",
			senseIdle: "setiap, tiap, hanya, dari, mulai, buka, pukul, jam, jam buka, pada, " +
				"hari, kami buka, jam operasional, jam kerja, jam layanan, jam pelayanan, " +
				"pkl, pk, toko buka, waktu operasional",
			senseBetween: "antara",
			senseHoliday: "hari libur, hari besar, tanggal merah, libur nasional, hari libur nasional",
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
			senseTo:       "至, 到",
			senseAnd:      "和, 及, 与, 以及",
			senseExcept:   "除, 除了, 除外",
			senseOthers:   "其他时间, 其它时间, 其余时间, 其他日子, 其余, 其他, 其余各日",
			senseClosed:   "休息, 关闭, 关门, 不营业, 歇业, 停业, 打烊, 公休, 闭馆, 店休, 定休, 公休日, 休馆, 闭店",
			senseAllDay:   "全天, 全天候, 24小时, 二十四小时, 24小時, 整天, 全天24小时, 7x24小时, 7×24小时, 7*24小时",
			senseMorning:  "上午, 早上, 早晨, 清晨, 凌晨, 早",
			senseEvening:  "下午, 晚上, 傍晚, 晚",
			senseNoon:     "中午, 正午",
			senseMidnight: "午夜, 半夜, 零点",
			senseOclock:   "点, 點, 时, 時, 点整, 点钟",
			senseHalf:     "半",
			senseIdle: "营业时间, 营业, 从, 开放, 开门, 分, 自, 每, 每个, 的, 服务时间, 均, 外, " +
				"办公时间, 上班时间, 工作时间, 开放时间, 客服时间, 开馆时间, 在线时间, 營業時間",
			senseHoliday: "节假日, 法定节假日, 假日, 公众假期",
		},
	},
	{
		code: "ar",
		days: [7]string{
			"الأحد, أحد", "الإثنين, الاثنين, اثنين, الأثنين", "الثلاثاء, ثلاثاء", "الأربعاء, أربعاء", "الخميس, خميس", "الجمعة, جمعة", "السبت, سبت",
		},
		sets: map[string][]dayset{
			"أيام العمل, أيام الأسبوع, خلال أيام الأسبوع":            {workdays, 0b0011111},
			"نهاية الأسبوع, عطلة نهاية الأسبوع":                      {weekend, 0b1100000},
			"يوميا, يوميًا, كل يوم, كل الأيام, 7 أيام, طوال الأسبوع": {everyday},
			"طوال أيام الأسبوع, طيلة أيام الأسبوع":                   {everyday},
		},
		words: map[sense]string{
			senseTo:     "إلى, حتى, لغاية, الي",
			senseAnd:    "و, ثم",
			senseExcept: "ما عدا, عدا, باستثناء, إلا",
			senseOthers: "باقي الأيام, في باقي الأيام, بقية الأيام, في بقية الأيام, " +
				"الأيام الأخرى, في الأيام الأخرى, غير ذلك",
			senseClosed:  "مغلق, مغلقة, عطلة, إجازة, مقفل",
			senseAllDay:  "على مدار الساعة, طوال اليوم, 24 ساعة, 24 ساعة في اليوم, طوال الوقت",
			senseMorning: "ص, صباحا, صباحًا, الصباح, فجرا",
			senseEvening: "م, مساء, مساءً, المساء, عصرا, بعد الظهر",
			senseMidday:  "ظهرا, ظهرًا",
			senseNight:   "ليلا, ليلًا",
			senseNoon:    "الظهر, منتصف النهار", senseMidnight: "منتصف الليل",
			senseIdle: "من, الساعة, يوم, أيام, ساعات العمل, مفتوح, مفتوحة, نعمل, في, أوقات العمل, " +
				"أوقات الدوام, ساعات الدوام, الدوام, مواعيد العمل, مواعيد الدوام",
			senseHoliday: "العطل الرسمية, الأعياد, العطلات, أيام العطل",
		},
	},
}
