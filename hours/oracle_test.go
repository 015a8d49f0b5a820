package hours_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// oracle answers by looking at the wall clock of every step of a stretch of time, and shares
// nothing with the package: an interval opens at the first step that reads at or after its opening
// and closes after the last that reads before its closing.
type oracle struct {
	zone  *time.Location
	week  [7][]shift
	dates []exception
	cuts  [][2]int64 // wall seconds
	lines []line
	lunch []exception // cuts of every day, or of every such weekday
	feast []string    // the holidays, 2006-01-02 or 01-02
	kept  []exception // hours on holidays

	start, step int64
	wall        []int64 // what the wall reads at each step
	runs        []int   // the steps from which on it is never put back, until the next of them
	open        []bool
	business    map[int64]bool // by day: an interval of it is open for a while
}

// line is weekly hours on a weekday of a place in the month, or of every other week.
type line struct {
	day   time.Weekday
	place int // 1 for the first, -1 for the last, 0 for all
	every int // weeks; 0 for each
	since time.Time
	hours []shift
}

type shift struct{ open, close int } // minutes

type exception struct {
	from, to string // 2006-01-02, or 01-02
	hours    []shift
	only     string // a weekday, or empty
}

func (s shift) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.open/60, s.open%60, s.close/60, s.close%60)
}

// look fills the steps from start to end.
func (o *oracle) look(start, end, step int64) {
	o.start, o.step = start, step
	n := int((end - start) / step)
	o.wall, o.open = make([]int64, n), make([]bool, n)
	for i := range o.wall {
		t := time.Unix(start+int64(i)*step, 0).In(o.zone)
		year, month, day := t.Date()
		hour, minute, second := t.Clock()
		o.wall[i] = time.Date(year, month, day, hour, minute, second, 0, time.UTC).Unix()
		if i == 0 || o.wall[i] < o.wall[i-1] {
			o.runs = append(o.runs, i)
		}
	}
	for day := floorDay(o.wall[0]) - 5; day <= floorDay(o.wall[n-1])+2; day++ {
		for _, s := range o.starting(day) {
			o.paint(day*86400+int64(s.open)*60, day*86400+int64(s.close)*60, true)
		}
	}
	for _, c := range o.cuts {
		o.paint(c[0], c[1], false)
	}
	for day := floorDay(o.wall[0]) - 2; day <= floorDay(o.wall[n-1]); day++ {
		for _, c := range o.lunch {
			if c.on(time.Unix(day*86400, 0).UTC()) {
				o.paint(day*86400+int64(c.hours[0].open)*60, day*86400+int64(c.hours[0].close)*60, false)
			}
		}
	}
	o.business = map[int64]bool{}
	for day := floorDay(o.wall[0]); day <= floorDay(o.wall[n-1]); day++ {
		if first, last := o.reach(day*86400, (day+1)*86400); first > last {
			continue // the zone has no such date
		}
		for _, s := range o.starting(day) {
			first, last := o.reach(day*86400+int64(s.open)*60, day*86400+int64(s.close)*60)
			for i := first; i <= last; i++ {
				o.business[day] = o.business[day] || o.open[i]
			}
		}
	}
}

func floorDay(sec int64) int64 { return (sec+86400*1_000_000)/86400 - 1_000_000 }

func (o *oracle) paint(from, to int64, open bool) {
	first, last := o.reach(from, to)
	for i := first; i <= last; i++ {
		o.open[i] = open
	}
}

// reach is the first and the last step between two readings of the wall.
func (o *oracle) reach(from, to int64) (first, last int) {
	first, last = len(o.wall), -1
	for n, begin := range o.runs {
		end := len(o.wall)
		if n+1 < len(o.runs) {
			end = o.runs[n+1]
		}
		run := o.wall[begin:end]
		if i, _ := slices.BinarySearch(run, from); i < len(run) {
			first = min(first, begin+i)
		}
		if i, _ := slices.BinarySearch(run, to); i > 0 {
			last = max(last, begin+i-1)
		}
	}
	return first, last
}

// on tells whether a line counts on a day.
func (l line) on(t time.Time) bool {
	fits := l.place == 0 || l.place == (t.Day()+6)/7 || l.place == -1 && t.AddDate(0, 0, 7).Month() != t.Month()
	if l.every > 0 {
		monday := func(t time.Time) int64 { return floorDay(t.Unix()) - int64(t.Weekday()+6)%7 }
		fits = fits && !t.Before(l.since) && (monday(t)-monday(l.since))/7%int64(l.every) == 0
	}
	return fits && t.Weekday() == l.day
}

// on tells whether a weekday is one to which an exception is limited.
func (e exception) on(t time.Time) bool { return e.only == "" || e.only == t.Format("Mon") }

// starting is the shifts that start on a day: the strongest exception's, else the week's.
func (o *oracle) starting(day int64) []shift {
	t := time.Unix(day*86400, 0).UTC()
	hours, strongest := slices.Clone(o.week[t.Weekday()]), 0
	for _, l := range o.lines {
		if l.on(t) {
			hours = append(hours, l.hours...)
		}
	}
	for _, e := range o.kept {
		strength := 0
		if slices.Contains(o.feast, t.Format("01-02")) {
			strength = 3 // of a day of each year, but for a rule of that very day
		}
		if slices.Contains(o.feast, t.Format("2006-01-02")) {
			strength = 7
		}
		if e.on(t) && strength > 0 && strength >= strongest {
			hours, strongest = e.hours, strength
		}
	}
	for _, e := range o.dates {
		text, strength := t.Format("2006-01-02"), 6
		if len(e.from) == 5 {
			text, strength = t.Format("01-02"), 2
		}
		in := e.from <= text && text <= e.to
		if e.from > e.to {
			in = e.from <= text || text <= e.to
		}
		if e.from == e.to {
			strength += 2
		}
		if in && e.on(t) && strength >= strongest {
			hours, strongest = e.hours, strength
		}
	}
	return hours
}

// schedule is the package's schedule of the same rules.
func (o *oracle) schedule() (*hours.Schedule, error) {
	c := hours.Config{Location: o.zone}
	for day, shifts := range o.week {
		c.Rules = append(c.Rules, hours.Week(time.Weekday(day).String()[:3], texts(shifts)...))
	}
	for _, e := range o.dates {
		text := e.from
		if e.from != e.to {
			text += ".." + e.to
		}
		c.Rules = append(c.Rules, hours.On(text, texts(e.hours)...).Only(e.only))
	}
	for _, cut := range o.cuts {
		const layout = "2006-01-02T15:04"
		c.Rules = append(c.Rules, hours.Cut(time.Unix(cut[0], 0).UTC().Format(layout), time.Unix(cut[1], 0).UTC().Format(layout)))
	}
	for _, l := range o.lines {
		rule := l.day.String()[:3]
		if l.place != 0 {
			rule += fmt.Sprintf("[%d]", l.place)
		}
		r := hours.Week(rule, texts(l.hours)...)
		if l.every > 0 {
			r = r.EveryWeeks(l.every, l.since.Format(time.DateOnly))
		}
		c.Rules = append(c.Rules, r)
	}
	for _, e := range o.lunch {
		c.Rules = append(c.Rules, hours.CutDaily(texts(e.hours)...).Only(e.only))
	}
	for _, day := range o.feast {
		c.Holidays = append(c.Holidays, hours.Holiday{Date: day})
	}
	for _, e := range o.kept {
		c.Rules = append(c.Rules, hours.OnHolidays(texts(e.hours)...).Only(e.only))
	}
	return hours.New(c)
}

func texts(shifts []shift) (texts []string) {
	for _, s := range shifts {
		texts = append(texts, s.String())
	}
	return texts
}

// randomOracle has rules that begin and end near an instant's wall time, within days of it.
func randomOracle(r *rand.Rand, zone *time.Location, around int64) *oracle {
	o := &oracle{zone: zone}
	near := time.Unix(around, 0).In(zone)
	minute := near.Hour()*60 + near.Minute()
	shifts := func() (shifts []shift) {
		for range 1 + r.IntN(2) {
			open := r.IntN(1440)
			if r.IntN(2) == 0 {
				open = (minute + r.IntN(240) - 120 + 1440) % 1440
			}
			length := []int{1, 15, 30, 60, 90, 480, 1440, 2000, 3000}[r.IntN(9)]
			shifts = append(shifts, shift{open, open + length})
		}
		return shifts
	}
	for day := range o.week {
		if r.IntN(5) > 0 {
			o.week[day] = shifts()
		}
	}
	for range r.IntN(6) {
		layout := []string{"2006-01-02", "01-02"}[r.IntN(2)]
		first := near.AddDate(0, 0, r.IntN(7)-4)
		e := exception{from: first.Format(layout), to: first.AddDate(0, 0, r.IntN(3)).Format(layout)}
		if r.IntN(2) == 0 {
			e.hours = shifts()
		}
		if r.IntN(3) == 0 {
			e.only = first.AddDate(0, 0, r.IntN(2)).Format("Mon")
		}
		o.dates = append(o.dates, e)
	}
	for range r.IntN(3) {
		wall := time.Date(near.Year(), near.Month(), near.Day(), near.Hour(), near.Minute(), 0, 0, time.UTC).Unix()
		from := wall + int64(r.IntN(2880)-1440)*60
		o.cuts = append(o.cuts, [2]int64{from, from + int64(1+r.IntN(600))*60})
	}
	weekday := func() time.Time { return near.AddDate(0, 0, r.IntN(5)-2) }
	some := func() (only string) {
		if r.IntN(3) == 0 {
			only = weekday().Format("Mon")
		}
		return only
	}
	for range r.IntN(3) {
		since := near.AddDate(0, 0, r.IntN(60)-50)
		o.lines = append(o.lines, line{
			day: weekday().Weekday(), place: []int{0, 1, 2, 5, -1}[r.IntN(5)], every: r.IntN(4),
			since: time.Date(since.Year(), since.Month(), since.Day(), 0, 0, 0, 0, time.UTC), hours: shifts(),
		})
	}
	for range r.IntN(3) {
		open := (minute + r.IntN(240) - 120 + 1440) % 1440
		o.lunch = append(o.lunch, exception{hours: []shift{{open, open + 1 + r.IntN(300)}}, only: some()})
	}
	for range r.IntN(4) {
		o.feast = append(o.feast, weekday().Format([]string{"2006-01-02", "01-02"}[r.IntN(2)]))
	}
	for len(o.feast) > 0 && len(o.kept) < r.IntN(3) {
		e := exception{only: some()}
		if r.IntN(2) == 0 {
			e.hours = shifts()
		}
		o.kept = append(o.kept, e)
	}
	return o
}
