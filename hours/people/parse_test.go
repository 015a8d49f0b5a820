package people_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/people"
)

func TestWhatPeopleTypeIsUnderstood(t *testing.T) {
	for text, want := range map[string]string{
		"9am–5:30 pm":                            "Mon-Sun 09:00-17:30",
		"Mo - Fr 9–17":                           "Mon-Fri 09:00-17:00",
		"Montag bis Freitag 9 bis 17 Uhr":        "Mon-Fri 09:00-17:00",
		"weekdays 9-17":                          "Mon-Fri 09:00-17:00",
		"Mon-Fri 09:00-17:00":                    "Mon-Fri 09:00-17:00",
		"Monday to Friday 9:00 a.m. - 5:00 p.m.": "Mon-Fri 09:00-17:00",
		"MON – FRI: 9.00 – 17.00":                "Mon-Fri 09:00-17:00",
		"Mon, Wed, Fri 9-12 & 13-17":             "Mon,Wed,Fri 09:00-12:00, 13:00-17:00",
		"Mon Wed Fri 9am-5pm":                    "Mon,Wed,Fri 09:00-17:00",
		"Mon-Fri 9-17, Sat 10-14":                "Mon-Fri 09:00-17:00; Sat 10:00-14:00",
		"Mon-Fri 9-17; Sat 10-14; Sun closed":    "Mon-Fri 09:00-17:00; Sat 10:00-14:00",
		"daily 9-17, Sun closed":                 "Mon-Sat 09:00-17:00",
		"daily 9-17 except Sunday":               "Mon-Sat 09:00-17:00",
		"daily except Sunday and Monday 9-17":    "Tue-Sat 09:00-17:00",
		"daily 10-18, Sat 10-14":                 "Mon-Fri,Sun 10:00-18:00; Sat 10:00-14:00",
		"9am-5pm Mon-Fri":                        "Mon-Fri 09:00-17:00",
		"9-17 Mon-Fri, 10-14 Sat":                "Mon-Fri 09:00-17:00; Sat 10:00-14:00",
		"24/7":                                   "Mon-Sun 00:00-24:00",
		"open 24 hours a day":                    "Mon-Sun 00:00-24:00",
		"Mon-Fri 24h, weekend closed":            "Mon-Fri 00:00-24:00",
		"0-24":                                   "Mon-Sun 00:00-24:00",
		"Fri 8pm-2am":                            "Fri 20:00-02:00",
		"Fri,Sat 20:00-03:00":                    "Fri-Sat 20:00-03:00",
		"noon to midnight":                       "Mon-Sun 12:00-24:00",
		"9 - noon":                               "Mon-Sun 09:00-12:00",
		"12am-12pm":                              "Mon-Sun 00:00-12:00",
		"9am-12am":                               "Mon-Sun 09:00-24:00",
		"1-5pm":                                  "Mon-Sun 13:00-17:00",
		"9-5pm":                                  "Mon-Sun 09:00-17:00",
		"9am-5":                                  "Mon-Sun 09:00-17:00",
		"from 9 to 17":                           "Mon-Sun 09:00-17:00",
		"0900-1730":                              "Mon-Sun 09:00-17:30",
		"9h30-18h":                               "Mon-Sun 09:30-18:00",
		"M-F 9-17":                               "Mon-Fri 09:00-17:00",
		"Sat & Sun 10-14":                        "Sat-Sun 10:00-14:00",
		"closed":                                 "closed",
		"Mon-Fri 9-17\nSat 10-14\n":              "Mon-Fri 09:00-17:00; Sat 10:00-14:00",
		"９：００－１７：００":                             "Mon-Sun 09:00-17:00",
		"\u200fMon\u00a0–\u202fFri 9:00 – 17:00": "Mon-Fri 09:00-17:00",
		"Do 9-17":                    "Thu 09:00-17:00",
		"Montags 9-12 und 13-17 Uhr": "Mon 09:00-12:00, 13:00-17:00",
		"täglich außer sonntags von 8 bis 20 Uhr":  "Mon-Sat 08:00-20:00",
		"Mo–Fr 9–18 Uhr, Sa. 9–13 Uhr, So Ruhetag": "Mon-Fri 09:00-18:00; Sat 09:00-13:00",
		"rund um die Uhr":                             "Mon-Sun 00:00-24:00",
		"E-R 9-17":                                    "Mon-Fri 09:00-17:00",
		"Esmaspäevast reedeni kell 9–17":              "Mon-Fri 09:00-17:00",
		"tööpäeviti 9st 17ni":                         "Mon-Fri 09:00-17:00",
		"E–R 9.00–17.00, L 10.00–14.00, P suletud":    "Mon-Fri 09:00-17:00; Sat 10:00-14:00",
		"od poniedziałku do piątku od 9 do 17":        "Mon-Fri 09:00-17:00",
		"Pn-Pt 9:00-17:00; So 10-14; Nd nieczynne":    "Mon-Fri 09:00-17:00; Sat 10:00-14:00",
		"codziennie 8-11":                             "Mon-Sun 08:00-11:00",
		"w dni robocze w godz. 8-16":                  "Mon-Fri 08:00-16:00",
		"całodobowo":                                  "Mon-Sun 00:00-24:00",
		"Senin s/d Jumat pukul 9.00–17.00":            "Mon-Fri 09:00-17:00",
		"Setiap hari, 9 pagi sampai 5 sore":           "Mon-Sun 09:00-17:00",
		"Jum'at 8 pagi - 9 malam":                     "Fri 08:00-21:00",
		"Sabtu tutup, Senin-Jumat 08.00-16.00":        "Mon-Fri 08:00-16:00",
		"周一至周五 9:00-17:00":                            "Mon-Fri 09:00-17:00",
		"周一到周五上午9点至下午5点半":                             "Mon-Fri 09:00-17:30",
		"星期一至五：上午九点到十二点，下午两点到五点":                      "Mon-Fri 09:00-12:00, 14:00-17:00",
		"周一、三、五 9点到18点，周末休息":                          "Mon,Wed,Fri 09:00-18:00",
		"每天 24小时":                                     "Mon-Sun 00:00-24:00",
		"من الأحد إلى الخميس 9 صباحاً - 5 مساءً":      "Mon-Thu,Sun 09:00-17:00",
		"السبت والأحد من ٩:٠٠ إلى ١٧:٠٠":              "Sat-Sun 09:00-17:00",
		"يوميًا من الساعة 10 ص حتى 10 م، الجمعة مغلق": "Mon-Thu,Sat-Sun 10:00-22:00",
		"Mon-Fr 9:00-17:00 Uhr":                       "Mon-Fri 09:00-17:00",
		"Sun-Thu 9am-5pm":                             "Mon-Thu,Sun 09:00-17:00",
		"Fri-Mon 10-16":                               "Mon,Fri-Sun 10:00-16:00",
		"9-12, 13-17":                                 "Mon-Sun 09:00-12:00, 13:00-17:00",
		"9-12":                                        "Mon-Sun 09:00-12:00",
		"10:00-11:00":                                 "Mon-Sun 10:00-11:00",
	} {
		r, err := people.Parse("Europe/Warsaw", text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if r.Text != want {
			t.Errorf("%q: %s, want %s", text, r.Text, want)
			continue
		}
		again, err := people.Parse("Europe/Warsaw", r.Text)
		require.NoError(t, err, text)
		require.Equal(t, r.Text, again.Text)
		require.Equal(t, "Europe/Warsaw", r.Schedule.Location().String())
	}
}

func TestWhatCanBeReadInTwoWaysIsRefusedWithBoth(t *testing.T) {
	for text, want := range map[string][]string{
		"9-5":               {"Mon-Sun 09:00-17:00", "Mon-Sun 09:00-29:00"},
		"Mon-Fri 9:00-5:00": {"Mon-Fri 09:00-17:00", "Mon-Fri 09:00-29:00"},
		"09:00-05:00":       {"Mon-Sun 09:00-17:00", "Mon-Sun 09:00-29:00"},
		"Pon-Pt 9-5":        {"Mon-Fri 09:00-17:00", "Mon-Fri 09:00-29:00"},
		"周一到周五 9点到5点":       {"Mon-Fri 09:00-17:00", "Mon-Fri 09:00-29:00"},
		"9-12, 1-5": {
			"Mon-Sun 09:00-12:00, 13:00-17:00", "Mon-Sun 01:00-05:00, 09:00-12:00",
		},
		"7-11":                  {"Mon-Sun 07:00-23:00", "Mon-Sun 07:00-11:00"},
		"8-8":                   {"Mon-Sun 08:00-20:00", "Mon-Sun 08:00-32:00"},
		"12-8":                  {"Mon-Sun 12:00-20:00", "Mon-Sun 12:00-32:00"},
		"10-11pm":               {"Mon-Sun 10:00-23:00", "Mon-Sun 22:00-23:00"},
		"8-midnight":            {"Mon-Sun 08:00-24:00", "Mon-Sun 20:00-24:00"},
		"S 9-17":                {"Sat 09:00-17:00", "Sun 09:00-17:00", "Wed 09:00-17:00"},
		"T 9-17":                {"Tue 09:00-17:00", "Thu 09:00-17:00"},
		"werktags 9-18 Uhr":     {"Mon-Fri 09:00-18:00", "Mon-Sat 09:00-18:00"},
		"أيام العمل 9:00-17:00": {"Mon-Fri 09:00-17:00", "Mon-Thu,Sun 09:00-17:00"},
		"Mon-Fri 9-12, Mon 14-17": {
			"Mon 14:00-17:00; Tue-Fri 09:00-12:00",
			"Mon 09:00-12:00, 14:00-17:00; Tue-Fri 09:00-12:00",
		},
		"Mon-Fri 9-17, Fri-Sun 10-14": {
			"Mon-Thu 09:00-17:00; Fri-Sun 10:00-14:00", "Mon-Fri 09:00-17:00; Sat-Sun 10:00-14:00",
		},
	} {
		_, err := people.Parse("UTC", text)
		var doubt *people.Ambiguous
		if !assertAs(t, err, &doubt, text) {
			continue
		}
		require.ElementsMatch(t, want, doubt.Meanings, text)
		require.ErrorIs(t, err, hours.ErrInvalid)
		require.Contains(t, text, doubt.Part)
		require.Equal(t, doubt.Part, text[doubt.Column-1:][:len(doubt.Part)])
		for _, m := range doubt.Meanings {
			r, err := people.Parse("UTC", m)
			require.NoError(t, err, "a meaning can be typed")
			require.Equal(t, m, r.Text)
		}
	}
}

func assertAs(t *testing.T, err error, doubt **people.Ambiguous, text string) bool {
	t.Helper()
	var ok bool
	if *doubt, ok = err.(*people.Ambiguous); !ok {
		t.Errorf("%q: %v", text, err)
	}
	return ok
}

func TestWhatCannotBeReadSaysWhereAndWhy(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "column 1: want days and hours",
		"Mondya 9-17":                      `column 1: "Mondya" is not known: did you mean "monday"?`,
		"Mon-Fri 9-17 zomorrow":            "column 14: ",
		"weekdays":                         "column 1: these days have no hours",
		"Montag bis Freitag":               "column 1: these days have no hours",
		"Mon-Fri 9-17, Sat":                "column 15: these days have no hours",
		"Mon 9":                            "column 6: want a closing time",
		"Mon 9-":                           "column 7: want a time",
		"Mon 9-25":                         `column 7: "25" is no time of day`,
		"Mon 9-17:60":                      `column 7: "17:60" is no time of day`,
		"Mon 13am-5pm":                     `"13" is not in that half of the day`,
		"Mon 17-17":                        "column 8: opens and closes at the same time",
		"Mon 9-13-17":                      "column 9: an interval has two ends",
		"Mon-Wed-Fri 9-17":                 "column 8: a range has two ends",
		"weekdays-Sun 9-17":                "column 1: want one day on each side",
		"Mon closed 9-17":                  "column 5: these days are both open and closed",
		"Mon 9-17, Mon 10-18":              "column 11: these days have had other hours before",
		"24.12.2026 9-14":                  "column 1: a date is a rule of its own",
		"2026-12-24 9-14":                  "column 1: a date is a rule of its own",
		"Mon 9-17, public holidays closed": `column 11: "public holidays" is no day of the week`,
		"9-17 Mon-Fri, Sat 10-14":          "column 1: the hours stand before their days here",
		"Mon 9-17 CET":                     "column 10: ",
		"bis 17 Uhr":                       "column 1: want a day or a time on both sides",
	} {
		_, err := people.Parse("UTC", text)
		var fault *hours.Fault
		require.ErrorAs(t, err, &fault, text)
		require.Equal(t, "text", fault.Field)
		if !(fault.Column >= 1 && fault.Column <= len(text)+1) {
			t.Errorf("%q: column %d", text, fault.Column)
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v\nwant %s", text, err, want)
		}
	}
}

func TestDaysAndHoursAreReadAlone(t *testing.T) {
	for text, want := range map[string]string{
		"Montag bis Freitag": "Mon-Fri", "weekdays": "Mon-Fri", "Sat & Sun": "Sat-Sun", "daily": "Mon-Sun", "周一、周三": "Mon,Wed", "E-R": "Mon-Fri", "all days except Tue": "Mon,Wed-Sun",
	} {
		days, err := people.ParseDays(text)
		require.NoError(t, err, text)
		require.Equal(t, want, days, text)
	}
	for text, want := range map[string][]string{
		"9am–5:30 pm": {"09:00-17:30"}, "9-12, 13-17": {"09:00-12:00", "13:00-17:00"}, "closed": nil, "zamknięte": nil, "all day": {"00:00-24:00"}, "8pm-2am": {"20:00-02:00"},
	} {
		intervals, err := people.ParseHours(text)
		require.NoError(t, err, text)
		require.Equal(t, want, intervals, text)
	}
	for _, text := range []string{"9-17", "Mon 9-17", ""} {
		_, err := people.ParseDays(text)
		require.ErrorIs(t, err, hours.ErrInvalid, text)
	}
	for _, text := range []string{"Mon", "Mon 9-17", ""} {
		_, err := people.ParseHours(text)
		require.ErrorIs(t, err, hours.ErrInvalid, text)
	}
	_, err := people.ParseHours("9-5")
	require.EqualError(t, err, `hours: text: column 1: "9-5" can mean 09:00-17:00, or 09:00-29:00: write the one you mean`)
	_, err = people.ParseDays("T")
	require.EqualError(t, err, `hours: text: column 1: "T" can mean Tue, or Thu: write the one you mean`)
	_, err = people.Parse("Berlin", "9-17")
	require.ErrorContains(t, err, "hours: Zone: ")
}
