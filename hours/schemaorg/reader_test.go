package schemaorg_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// spec is an OpeningHoursSpecification to somebody who knows the vocabulary alone: "opens: the
// opening hour of the place on the given day(s) of the week; closes, likewise; if closes is less
// than opens, the hour range is assumed to span over the next day; validFrom, validThrough: the
// dates between which it is valid".
type spec struct {
	Name         string   `json:"name,omitempty"`
	Days         []string `json:"dayOfWeek,omitempty"`
	Opens        string   `json:"opens,omitempty"`
	Closes       string   `json:"closes,omitempty"`
	ValidFrom    string   `json:"validFrom,omitempty"`
	ValidThrough string   `json:"validThrough,omitempty"`
}

type page struct {
	Regular []spec `json:"openingHoursSpecification,omitempty"`
	Special []spec `json:"specialOpeningHoursSpecification,omitempty"`
}

func (s spec) names(day time.Time) bool {
	date := day.Format(time.DateOnly)
	return (s.ValidFrom == "" || s.ValidFrom <= date && date <= s.ValidThrough) && (len(s.Days) == 0 || slices.Contains(s.Days, day.Weekday().String()))
}

func (s spec) closed() bool { return s.Opens == s.Closes }

// opens is when a day's specifications say that the place is open, as minutes from the day's start.
func (p page) spans(day time.Time, pick func([]spec) []spec) (spans [][2]int) {
	var named [5][]spec // by what overrides what
	add := func(all []spec, rank int) {
		for _, s := range all {
			switch {
			case !s.names(day):
			case s.ValidFrom == "":
				named[0] = append(named[0], s)
			case s.ValidFrom == s.ValidThrough:
				named[rank+1] = append(named[rank+1], s)
			default:
				named[rank] = append(named[rank], s)
			}
		}
	}
	add(p.Regular, 1)
	add(p.Special, 3)
	for i := 4; i >= 0; i-- {
		if len(named[i]) == 0 {
			continue
		}
		if i > 0 && slices.ContainsFunc(named[i], spec.closed) {
			return nil
		}
		for _, s := range pick(named[i]) {
			var open, close [2]int
			_, _ = fmt.Sscanf(s.Opens+" "+s.Closes, "%d:%d %d:%d", &open[0], &open[1], &close[0], &close[1])
			from, to := open[0]*60+open[1], close[0]*60+close[1]
			switch {
			case s.closed():
				continue
			case s.Closes == "23:59": // the last minute that many forms offer
				to = 24 * 60
			case to <= from:
				to += 24 * 60
			}
			spans = append(spans, [2]int{from, to})
		}
		return spans
	}
	return nil
}

func (p page) open(t time.Time, pick func([]spec) []spec) bool {
	for back := range 2 {
		day := t.AddDate(0, 0, -back)
		minute := back*24*60 + t.Hour()*60 + t.Minute()
		for _, s := range p.spans(day, pick) {
			if s[0] <= minute && minute < s[1] {
				return true
			}
		}
	}
	return false
}

// Two readings of several specifications of one day: they add up, or those of other dates or days
// than the last one's are replaced.
func adding(all []spec) []spec { return all }

func replacing(all []spec) []spec {
	last := all[len(all)-1]
	return slices.DeleteFunc(slices.Clone(all), func(s spec) bool {
		return s.ValidFrom != last.ValidFrom || s.ValidThrough != last.ValidThrough || s.ValidFrom != "" && !slices.Equal(s.Days, last.Days)
	})
}

// agree compares a schedule with what a page says, every three quarters of an hour.
func agree(t *testing.T, s *hours.Schedule, data []byte, pick func([]spec) []spec, from time.Time, days int) {
	t.Helper()
	var p page
	require.NoError(t, json.Unmarshal(data, &p))
	for at := from; at.Before(from.AddDate(0, 0, days)); at = at.Add(45 * time.Minute) {
		if s.Open(at) != p.open(at, pick) {
			require.Failf(t, "read otherwise", "%s: open %v\n%s", at.Format("Mon 2006-01-02 15:04"), s.Open(at), data)
		}
	}
}

var june = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) // a Monday

func randomDates(r *rand.Rand, layout string) string {
	first := june.AddDate(0, 0, r.IntN(20))
	dates := first.Format(layout)
	if n := r.IntN(12); n > 3 {
		dates += ".." + first.AddDate(0, 0, n-3).Format(layout)
	}
	return dates
}

func randomHours(r *rand.Rand) []string {
	all := []string{"09:00-12:00", "14:00-17:00", "20:00-03:00", "00:00-24:00", "10:30-11:15", "18:00-24:00", "00:00-02:00"}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:r.IntN(3)]
}

func randomDays(r *rand.Rand) string {
	names := []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return strings.Join(names[:1+r.IntN(7)], ",")
}

func TestWhatIsWrittenMeansTheSameToEveryReader(t *testing.T) {
	written := 0
	for seed := range uint64(60 / thin) {
		r := rand.New(rand.NewPCG(seed, 1))
		rules := []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00"), hours.Week("Fri,Sat", "20:00-03:00")}
		for range r.IntN(6) {
			rule := hours.On(randomDates(r, time.DateOnly), randomHours(r)...)
			if r.IntN(3) == 0 {
				rule = hours.OnYearly(randomDates(r, "01-02"), randomHours(r)...)
			}
			if r.IntN(2) == 0 {
				rule = rule.Only(randomDays(r))
			}
			if r.IntN(3) == 0 {
				rule = rule.Named("rule " + string(rune('a'+r.IntN(3))))
			}
			rules = append(rules, rule)
		}
		s, err := hours.New(hours.Config{Rules: rules})
		require.NoError(t, err)
		data, err := schemaorg.Marshal(s, 2026)
		if err != nil {
			require.ErrorIs(t, err, schemaorg.ErrInexpressible)
			continue
		}
		written++
		agree(t, s, data, adding, june.AddDate(0, 0, -2), 40)
		agree(t, s, data, replacing, june.AddDate(0, 0, -2), 40)
		read, err := schemaorg.Unmarshal(data, "UTC")
		require.NoError(t, err)
		again, err := schemaorg.Marshal(read)
		require.NoError(t, err)
		require.JSONEq(t, string(data), string(again), "seed %d", seed)
	}
	require.Greater(t, written, 40/thin)
}

func TestWhatIsReadIsWhatTheVocabularySays(t *testing.T) {
	for seed := range uint64(60 / thin) {
		r := rand.New(rand.NewPCG(seed, 2))
		p := page{Regular: []spec{{Days: []string{"Monday", "Tuesday"}, Opens: "09:00", Closes: "17:00"}}}
		for range 1 + r.IntN(6) {
			first, last, _ := strings.Cut(randomDates(r, time.DateOnly), "..")
			if last == "" {
				last = first
			}
			s := spec{ValidFrom: first, ValidThrough: last, Opens: "00:00", Closes: "00:00"}
			if r.IntN(6) > 0 {
				s.Opens, s.Closes = []string{"09:00", "14:00", "22:00"}[r.IntN(3)], []string{"12:00", "17:00", "02:00"}[r.IntN(3)]
			}
			if r.IntN(3) > 0 {
				for day := range strings.SplitSeq(randomDays(r), ",") {
					for d := range time.Saturday + 1 {
						if strings.HasPrefix(d.String(), day) {
							s.Days = append(s.Days, d.String())
						}
					}
				}
			}
			if r.IntN(2) == 0 {
				p.Special = append(p.Special, s)
			} else {
				p.Regular = append(p.Regular, s)
			}
		}
		data, err := json.Marshal(p)
		require.NoError(t, err)
		s, err := schemaorg.Unmarshal(data, "UTC")
		require.NoError(t, err, string(data))
		agree(t, s, data, adding, june.AddDate(0, 0, -2), 40)
	}
}

func TestSeasonalHoursAddUpHoweverTheirDaysAreListed(t *testing.T) {
	for _, days := range []string{`["Monday","Wednesday"]`, `["Wednesday","Monday"]`, `["Monday","Tuesday","Wednesday","Thursday","Friday"]`} {
		for _, name := range []string{"", `,"name":"Afternoon"`} {
			for _, list := range []string{"openingHoursSpecification", "specialOpeningHoursSpecification"} {
				data := `{"` + list + `":[
	{"dayOfWeek":["Monday","Tuesday","Wednesday","Thursday","Friday"],"opens":"09:00","closes":"12:00","validFrom":"2026-05-01","validThrough":"2026-09-30"},
	{"dayOfWeek":` + days + name + `,"opens":"14:00","closes":"17:00","validFrom":"2026-05-01","validThrough":"2026-09-30"}]}`
				s, err := schemaorg.Unmarshal([]byte(data), "UTC")
				require.NoError(t, err)
				require.True(t, s.Open(june.Add(10*time.Hour)), data)
				require.True(t, s.Open(june.Add(15*time.Hour)), data)
				require.Equal(t, 6*time.Hour, s.Between(june, june.AddDate(0, 0, 1)))
			}
		}
	}
}

func TestARuleThatReplacesAnotherIsWrittenWithoutIt(t *testing.T) {
	s, err := hours.New(hours.Config{Rules: []hours.Rule{
		hours.On("2026-06-01..2026-06-30", "09:00-12:00").Only("Mon-Fri"), hours.On("2026-06-01..2026-06-30", "14:00-17:00").Only("Mon,Wed"),
	}})
	require.NoError(t, err)
	data, err := schemaorg.Marshal(s)
	require.NoError(t, err)
	agree(t, s, data, adding, june.AddDate(0, 0, -2), 40)
}

func TestDatesThatEndBeforeTheyBeginAreRefused(t *testing.T) {
	_, err := schemaorg.Unmarshal([]byte(`{"openingHoursSpecification":{"opens":"09:00","closes":"10:00","validFrom":"2026-03-02","validThrough":"2026-03-01"}}`), "UTC")
	require.ErrorIs(t, err, schemaorg.ErrUnsupported)
	require.ErrorContains(t, err, "validThrough")
}
