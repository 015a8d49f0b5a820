package people_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/people"
)

var tags = []string{"en", "et", "pl", "id", "zh", "ar"}

func TestTheSixLanguagesSayEveryKindOfNews(t *testing.T) {
	s := schedule(hours.Week("Mon-Fri", "09:00-17:00"), hours.Closed("2026-06-15..2026-06-21"))
	at := func(day, hour, minute int) people.News {
		return people.Tell(s, time.Date(2026, 6, day, hour, minute, 0, 0, s.Location()), nil)
	}
	for tag, want := range map[string][]string{
		"en": {"closes in 25 min", "closes at 17:00", "opens tomorrow 9:00", "opens Monday 9:00", "opens 22 June 9:00"},
		"et": {"sulgeme 25 min pärast", "sulgeme kell 17:00", "avame homme kell 9:00", "avame esmaspäeval kell 9:00", "avame 22. juunil kell 9:00"},
		"pl": {"zamykamy za 25 min", "zamykamy o 17:00", "otwieramy jutro o 9:00", "otwieramy w poniedziałek o 9:00", "otwieramy 22 czerwca o 9:00"},
		"id": {"tutup dalam 25 menit", "tutup pukul 17.00", "buka besok pukul 09.00", "buka hari Senin pukul 09.00", "buka 22 Juni pukul 09.00"},
		"zh": {"25 分钟后休息", "营业至 17:00", "明天 9:00 开始营业", "星期一 9:00 开始营业", "6月22日 9:00 开始营业"},
		"ar": {"نغلق خلال 25 د", "نغلق الساعة 17:00", "نفتح غدًا الساعة 9:00", "نفتح يوم الاثنين الساعة 9:00", "نفتح في 22 يونيو الساعة 9:00"},
	} {
		words, ok := people.In(tag)
		require.True(t, ok)
		for i, n := range []people.News{at(5, 16, 35), at(5, 12, 0), at(4, 18, 0), at(5, 18, 0), at(13, 12, 0)} {
			require.Equal(t, want[i], words.Tell(n), tag)
		}
	}
}

func TestALanguageIsFoundByItsTag(t *testing.T) {
	for _, tag := range []string{"pl", "pl-PL", "PL_pl"} {
		words, ok := people.In(tag)
		require.True(t, ok, tag)
		require.Equal(t, "zamknięte", words.Closed)
	}
	words, ok := people.In("xx")
	require.False(t, ok)
	require.Equal(t, "closed", words.Closed)
}

func TestAClosingAtMidnightIsTheEndOfItsDay(t *testing.T) {
	s := schedule(hours.Week("Mon-Sun", "09:00-24:00"), hours.OnYearly("12-30", "09:00-48:00"))
	english := people.English()
	at := func(month time.Month, day, hour int) people.News {
		return people.Tell(s, time.Date(2026, month, day, hour, 0, 0, 0, s.Location()), s.Location())
	}
	require.Equal(t, "closes at 24:00", english.Tell(at(6, 1, 20)))
	require.Equal(t, 0, at(6, 1, 20).Days)
	require.Equal(t, "closes tomorrow 24:00", english.Tell(at(12, 30, 20)))
	require.Equal(t, "closes in 60 min", english.Tell(at(6, 1, 23)))
	require.Equal(t, "opens at 9:00", english.Tell(at(6, 1, 0)), "the day has begun")
	require.Equal(t, "closes at 12:00 am", english.TwelveHours().Tell(at(6, 1, 20)))
}

func TestAnIntervalOfADayAndLongerSaysWhenItEnds(t *testing.T) {
	s := schedule(hours.Week("Sun", "17:00-42:45"), hours.Week("Wed", "09:00-33:00"))
	now := time.Date(2026, 6, 3, 12, 0, 0, 0, s.Location())
	require.Equal(t, "Wed 9:00–9:00 (+1); Sun 17:00–18:45 (+1)", people.English().Week(people.Week(s, now, nil)))
}

func TestOpeningAtMidnightIsTheNextDay(t *testing.T) {
	s := schedule(hours.Week("Sat", "00:00-02:00"))
	require.Equal(t, "opens tomorrow 0:00", people.English().Tell(people.Tell(s, time.Date(2026, 6, 5, 12, 0, 0, 0, s.Location()), nil)))
}

func TestAClockThatCountsToTwelve(t *testing.T) {
	for tag, want := range map[string][5]string{
		"en": {"12:00 am", "9:05 am", "12:30 pm", "11:59 pm", "12:00 am"},
		"et": {"12:00 AM", "9:05 AM", "12:30 PM", "11:59 PM", "12:00 AM"},
		"zh": {"上午12:00", "上午9:05", "下午12:30", "下午11:59", "上午12:00"},
		"ar": {"12:00 ص", "9:05 ص", "12:30 م", "11:59 م", "12:00 ص"},
	} {
		words, _ := people.In(tag)
		clock := words.TwelveHours().Clock
		require.Equal(t, want, [5]string{clock(0, 0), clock(9, 5), clock(12, 30), clock(23, 59), clock(24, 0)}, tag)
	}
}

func TestAVisitorElsewhereIsToldWhoseTimeItIs(t *testing.T) {
	s := schedule(hours.Week("Mon-Fri", "09:00-17:00"))
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	require.NoError(t, err)
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	saturday := time.Date(2026, 6, 6, 12, 0, 0, 0, s.Location())
	english := people.English()
	require.Equal(t, "opens Monday 16:00 your time", english.Tell(people.Tell(s, saturday, tokyo)))
	require.Equal(t, "opens Monday 9:00", english.Tell(people.Tell(s, saturday, berlin)), "another zone, the same clock")
	require.Equal(t, "opens in 60 min", english.Tell(people.Tell(s, saturday.AddDate(0, 0, 1).Add(20*time.Hour), tokyo)), "no time is said")
	require.Equal(t, "opens Monday 9:00", english.Tell(people.Tell(hours.Revisions{{S: s}}, saturday, berlin)), "revisions have no zone of their own")
}

// What Words writes can be taken apart again: Parse reads it as the same week, or says that it has
// a second meaning and refuses an interval of a day or longer.
func TestWhatIsWrittenCanBeReadAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	monday := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	read := map[string]int{}
	const runs = 50
	for range runs {
		var rules []hours.Rule
		for day := range 7 {
			for range r.IntN(3) {
				open := 15 * r.IntN(96)
				end := open + 15*(1+r.IntN(40))
				rules = append(rules, hours.Week(time.Weekday(day).String()[:3], fmt.Sprintf("%02d:%02d-%02d:%02d", open/60, open%60, end/60, end%60)))
			}
		}
		s, err := hours.New(hours.Config{Rules: rules})
		require.NoError(t, err)
		want := people.Week(s, monday, nil)
		for _, tag := range tags {
			words, _ := people.In(tag)
			for name, w := range map[string]people.Words{tag: words, tag + " of twelve hours": words.TwelveHours()} {
				got, err := people.Parse("", w.Week(want))
				if err != nil {
					if !strings.Contains(w.Week(want), "(+") {
						require.IsType(t, &people.Ambiguous{}, err, "%s: %s", name, w.Week(want))
					}
					continue
				}
				read[name]++
				require.Equal(t, want, people.Week(got.Schedule, monday, nil), "%s: %s", name, w.Week(want))
			}
		}
	}
	for name, n := range read {
		t.Logf("%s: %d of %d read", name, n, runs)
	}
	for _, tag := range tags {
		require.Greater(t, read[tag+" of twelve hours"], runs*2/3, tag)
	}
}
