package hours

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The JSON form and the rules of a Config say the same in two ways. The form is what people keep in
// files and what settings are: it has a place for each weekday and one list for each kind of rule.
// A Config has one list of rules, whose order decides between equal ones. Reading goes through the
// form's lists in a fixed order, week, shifts, dates, cuts, and add in json.go puts each rule back
// into the list that it came from, so that what is read and written stays as it was.

// config returns the form as rules that know where they stood, so that faults name it.
//
// It only looks at what the rules cannot say of themselves: which members exclude each other, and
// durations. All else, from the text of a time to ranges that end before they begin, New finds in
// the rules, and names by the field that is given to them here.
func (f *form) config() (c Config, faults []error) {
	lastCall, err1 := parseDuration("last_call", f.LastCall)
	grace, err2 := parseDuration("grace", f.Grace)
	for _, err := range []error{err1, err2} {
		if err != nil {
			faults = append(faults, err)
		}
	}
	c = Config{Zone: f.Zone, LastCall: lastCall, Grace: grace}
	for _, h := range f.Holidays {
		c.Holidays = append(c.Holidays, Holiday(h))
	}
	if f.Week != nil {
		for _, n := range weekOrder {
			if hours := *f.Week.day(n); len(hours) > 0 {
				r := Week(dayNames[n], hours...)
				r.field = "week." + strings.ToLower(dayNames[n])
				c.Rules = append(c.Rules, r)
			}
		}
	}
	// A shift is weekly hours that week has no place for: with a name, or not of every week.
	for i, shift := range f.Shifts {
		r := Week(shift.Days, shift.Hours...).Named(shift.Name).EveryWeeks(shift.EveryWeeks, shift.From)
		r.field = fmt.Sprintf("shifts[%d]", i)
		c.Rules = append(c.Rules, r)
	}
	for i, d := range f.Dates {
		field := fmt.Sprintf("dates[%d]", i)
		kind := KindDates
		// A rule of holidays has no dates of its own. With one beside it nobody knows which was
		// meant, so it makes no rule: with both faults told, the reader would mend the wrong one.
		switch {
		case d.Holidays && d.Date+d.From+d.To != "":
			faults = append(faults, &Fault{Field: field, Problem: "has holidays, and a date: want one or the other"})
			continue
		case d.Holidays:
			kind = KindHolidays
		case d.Date != "" && d.From+d.To != "":
			faults = append(faults, &Fault{Field: field, Problem: "has a date, and from or to: want one or the other"})
		case d.Date == "" && d.From != "" && d.To == "":
			faults = append(faults, &Fault{Field: field + ".to", Problem: "is missing"})
		}
		c.Rules = append(c.Rules, Rule{
			kind: kind, from: cmp.Or(d.Date, d.From), to: d.To, only: d.Days, hours: d.Hours, name: d.Name, field: field,
		})
	}
	for i, d := range f.Cuts {
		// A cut is a stretch between two moments, or hours of every day. Hours that are there and
		// empty are meant for the second, and are refused by it.
		r := Rule{kind: KindCut, from: d.From, to: d.To, only: d.Days, hours: d.Hours, name: d.Name, field: fmt.Sprintf("cuts[%d]", i)}
		switch {
		case d.From+d.To == "" && d.Hours != nil:
			r.kind = KindDailyCut
		case d.Hours != nil || d.Days != "":
			faults = append(faults, &Fault{Field: r.field, Problem: "want either from and to, or hours and perhaps days"})
			continue
		}
		c.Rules = append(c.Rules, r)
	}
	return c, faults
}

func parseDuration(field, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, slipAt(1, "%q is no duration such as 15m or 1h30m", text).in(field)
	}
	return d, nil
}

// combination returns the one the form holds, if it holds one and nothing else.
func (f *form) combination() (kind combination, parts []*Schedule, err error) {
	// A list that is there and empty is told apart from one that is left out: the first is a
	// combination that somebody forgot to fill.
	lists := map[combination][]*Schedule{union: f.Union, intersection: f.Intersect, difference: f.Minus, fallback: f.FirstOpen}
	for _, k := range []combination{union, intersection, difference, fallback} {
		if lists[k] == nil {
			continue
		}
		if kind != noCombination || f.Zone != "" || f.Week != nil || f.Shifts != nil || f.Dates != nil || f.Cuts != nil || f.Holidays != nil ||
			f.LastCall != "" || f.Grace != "" {
			return kind, nil, &Fault{Field: string(k), Problem: "a combination has no other members"}
		}
		if len(lists[k]) == 0 {
			return kind, nil, &Fault{Field: string(k), Problem: "needs at least one schedule"}
		}
		if i := slices.Index(lists[k], nil); i >= 0 {
			return kind, nil, &Fault{Field: fmt.Sprintf("%s[%d]", k, i), Problem: "is no schedule"}
		}
		kind, parts = k, lists[k]
	}
	return kind, parts, nil
}
