package hours

import (
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// form is the JSON of a schedule made of rules. The members a later version adds come after these.
type form struct {
	Zone     string        `json:"zone,omitempty"`
	Week     *weekForm     `json:"week,omitempty"`
	Shifts   []shiftForm   `json:"shifts,omitempty"` // weekly hours with a name
	Dates    []dateForm    `json:"dates,omitempty"`
	Cuts     []cutForm     `json:"cuts,omitempty"`
	Holidays []holidayForm `json:"holidays,omitempty"` // that dates speak of
	LastCall string        `json:"last_call,omitempty"`
	Grace    string        `json:"grace,omitempty"`

	// A combination has one of these and nothing else.
	Union     []*Schedule `json:"union,omitempty"`
	Intersect []*Schedule `json:"intersect,omitempty"`
	Minus     []*Schedule `json:"minus,omitempty"`
	FirstOpen []*Schedule `json:"first_open,omitempty"`
}

type weekForm struct {
	Mon []string `json:"mon,omitempty"`
	Tue []string `json:"tue,omitempty"`
	Wed []string `json:"wed,omitempty"`
	Thu []string `json:"thu,omitempty"`
	Fri []string `json:"fri,omitempty"`
	Sat []string `json:"sat,omitempty"`
	Sun []string `json:"sun,omitempty"`
}

type shiftForm struct {
	Days       string   `json:"days"`
	Hours      []string `json:"hours"`
	EveryWeeks int      `json:"every_weeks,omitempty"`
	From       string   `json:"from,omitempty"`
	Name       string   `json:"name,omitempty"`
}

type dateForm struct {
	Date     string   `json:"date,omitempty"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Holidays bool     `json:"holidays,omitempty"` // in place of a date
	Days     string   `json:"days,omitempty"`
	Hours    []string `json:"hours"`
	Name     string   `json:"name,omitempty"`
}

// cutForm has either from and to, or hours.
type cutForm struct {
	From  string   `json:"from,omitempty"`
	To    string   `json:"to,omitempty"`
	Hours []string `json:"hours,omitempty"`
	Days  string   `json:"days,omitempty"`
	Name  string   `json:"name,omitempty"`
}

type holidayForm struct {
	Date string `json:"date"`
	Name string `json:"name,omitempty"`
}

// day is where the hours of a weekday stand; 0 is Sunday.
func (w *weekForm) day(n int) *[]string {
	return [7]*[]string{&w.Sun, &w.Mon, &w.Tue, &w.Wed, &w.Thu, &w.Fri, &w.Sat}[n]
}

// weekOrder is the order of days in JSON and in rules read from it.
var weekOrder = [7]int{1, 2, 3, 4, 5, 6, 0}

// UnmarshalJSON replaces the schedule by one read from JSON; on an error it stays what it was.
// Unknown members, also those in another case, and members that come twice are refused: to overlook
// a closure is worse. The error joins a *Fault for every thing that is wrong. It must not run while
// the schedule is in use.
//
// The form has the members zone (an IANA name), week (for mon to sun a list of hours), dates (each
// with date, or from and to, or holidays true, and hours, the empty list for closed, and perhaps
// days, as Only takes them, and name), holidays (each with date and perhaps name), cuts (from and
// to, or of every day hours and perhaps days; perhaps name), last_call and grace (as "1h30m"), and
// shifts for weekly hours that have a name or are not of every week (days as Week takes them,
// hours, perhaps every_weeks with from, and name); all may be left out. A combination has one
// member, union, intersect, minus or first_open, with the list of its schedules.
func (s *Schedule) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil // as encoding/json asks
	}
	f, blank, faults := readForm(data)
	if f == nil {
		return errors.Join(faults...)
	}
	kind, parts, err := f.combination()
	if err != nil {
		faults = append(faults, err)
	}
	if kind != noCombination || err != nil {
		if err := errors.Join(faults...); err != nil {
			return err
		}
		s.merge(kind, parts)
		return nil
	}
	names := fields{zone: "zone", holidays: "holidays", blank: blank}
	config, more := f.config()
	faults = append(faults, names.fresh(more)...)
	return s.build(config, names, faults...)
}

// MarshalJSON writes the schedule so that reading it gives an equal one. It fails for a zone that
// has no IANA name.
func (s *Schedule) MarshalJSON() ([]byte, error) {
	s = s.orClosed()
	if s.kind != noCombination {
		return json.Marshal(map[combination][]*Schedule{s.kind: s.parts})
	}
	zone, err := s.config.zone()
	if err != nil {
		return nil, err
	}
	f := form{Zone: zone, LastCall: formatDuration(s.lastCall), Grace: formatDuration(s.grace)}
	for _, r := range s.config.Rules {
		f.add(r)
	}
	for _, h := range s.config.Holidays {
		f.Holidays = append(f.Holidays, holidayForm(h))
	}
	return json.Marshal(f)
}

// add writes a rule that New has accepted.
func (f *form) add(r Rule) {
	switch {
	case r.kind == KindCut:
		f.Cuts = append(f.Cuts, cutForm{From: r.from, To: r.to, Name: r.name})
	case r.kind == KindDailyCut:
		f.Cuts = append(f.Cuts, cutForm{Hours: r.hours, Days: r.only, Name: r.name})
	case r.kind == KindWeek:
		days, _ := parsePicks(r.days, nil)
		if r.name != "" || r.every > 0 || !days.whole() {
			f.Shifts = append(f.Shifts, shiftForm{Days: r.days, Hours: r.hours, EveryWeeks: r.every, From: r.since, Name: r.name})
			return
		}
		if len(r.hours) == 0 {
			return // says nothing, as a day of the week that is left out
		}
		if f.Week == nil {
			f.Week = new(weekForm)
		}
		for n, open := range days.weekdays() {
			if day := f.Week.day(n); open {
				*day = append(*day, r.hours...)
			}
		}
	default:
		d := dateForm{From: r.from, To: r.to, Holidays: r.kind == KindHolidays, Days: r.only, Hours: r.hours, Name: r.name}
		if r.to == "" {
			d.Date, d.From = r.from, ""
		}
		if d.Hours == nil {
			d.Hours = []string{}
		}
		f.Dates = append(f.Dates, d)
	}
}

// formatDuration is Duration.String without the parts that are zero: 15m, 1h, 1h30m.
func formatDuration(d time.Duration) string {
	if d == 0 {
		return ""
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
