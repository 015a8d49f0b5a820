package hours

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// resolver checks rules one by one and turns them into a calendar.
//
// add reads the texts of one rule into numbers, notes all that is wrong with them under the rule's
// field, and puts the rule into the list of its kind. Nothing is decided between rules yet, so they
// can be added in any number, and each fault is told however many came before. When all are in,
// holidays are laid out and calendar settles which rule has which date.
//
// A rule with a fault may have been put into a list all the same: its schedule is never built.
type resolver struct {
	labels []string
	week   [7][]span
	dated  []ranked
	yearly []ranked
	cuts   []wallCut
	annual []annualCut
	some   []occasion
	daily  []dailyCut
	picky  bool
	far    int32 // the latest close, in minutes of its interval's first day

	holidays []holidays
	onThem   int    // how many rules are of holidays
	starting [7]int // how many intervals may start on a weekday
	cutting  [7]int // how many daily cuts do
}

// ranked is a dated rule before it is known which days it wins. Yearly ranges count in slots, and
// wrap when last < first.
type ranked struct {
	dayRange
	rank uint8
}

// The ranks of rules that name the same day.
const (
	ofRange   = iota // as one of several
	ofHoliday        // as one of a list
	ofDay            // as such
)

// add takes a rule in and returns what is wrong with it. field is where it stands.
func (c *resolver) add(r Rule, field string) []error {
	// Rules of the JSON form stood somewhere else than in a list of rules.
	if r.field != "" {
		field = r.field
	}
	if r.only != "" && (r.kind == KindWeek || r.kind == KindCut) {
		return []error{&Fault{Field: field + ".days", Problem: "Only is for rules of dates and daily cuts"}}
	}
	if r.kind != KindWeek && (r.every != 0 || r.since != "") {
		return []error{&Fault{Field: field + ".every_weeks", Problem: "EveryWeeks is for weekly hours"}}
	}
	switch r.kind {
	case KindWeek:
		return c.addWeek(r, field)
	case KindDates, yearlyDates:
		return c.addDates(r, field, c.label(r.label()))
	case KindCut:
		return c.addCut(r, field, c.label(r.label()))
	case KindDailyCut:
		return c.addDailyCut(r, field, c.label(r.label()))
	case KindHolidays:
		return c.addHolidays(r, field)
	}
	return []error{&Fault{Field: field, Problem: "is no rule; make one with Week, On, Closed or Cut"}}
}

// addWeek labels an interval without a name by its day and hours, so that it does not matter how
// days were put together.
func (c *resolver) addWeek(r Rule, field string) []error {
	var faults []error
	days, bad := c.picks(r.days)
	if bad != nil {
		faults = append(faults, bad.in(field+r.sub(".days")))
	}
	spans, more := c.spans(r, field, 0)
	some, fault := r.occasion(field)
	if faults = append(append(faults, more...), fault...); len(faults) > 0 {
		return faults
	}
	// A page is as large as the intervals of its days: without a bound one schedule could take the
	// memory of a thousand.
	if faults = room(&c.starting, days, len(spans), field, "intervals"); len(faults) > 0 {
		return faults
	}
	// Hours that are not of every week, or of the first Saturday, are no part of the plain week:
	// they are looked up by the date. The plain week is an array, and costs nothing to look up.
	if some.days = days; some.weeks > 0 || !days.whole() {
		for i := range spans {
			spans[i].label = c.label(cmp.Or(r.name, r.days+" "+r.hours[i]+r.cycle()))
		}
		some.spans = spans
		c.some = append(c.some, some)
		return nil
	}
	for day, in := range days.weekdays() {
		for i, s := range spans {
			if in {
				s.label = c.label(cmp.Or(r.name, dayNames[day]+" "+r.hours[i]))
				c.week[day] = append(c.week[day], s)
			}
		}
	}
	return nil
}

// picks returns the days that a text names.
func (c *resolver) picks(text string) (mask, *slip) {
	m, bad := parsePicks(text, nil)
	c.picky = c.picky || !m.whole()
	return m, bad
}

// room counts so many more on each weekday, as far as there is room for them.
func room(taken *[7]int, days mask, more int, field, what string) (faults []error) {
	for day, in := range days.weekdays() {
		switch {
		case !in:
		case taken[day]+more > mostSpans:
			faults = append(faults, &Fault{Field: field, Problem: fmt.Sprintf("makes more than %d %s on %s", mostSpans, what, dayNames[day])})
		default:
			taken[day] += more
		}
	}
	return faults
}

// mostWeeks is how far apart the weeks of a rule may be: two years.
const mostWeeks = 104

// occasion returns the weeks that the rule is limited to, if it is.
func (r Rule) occasion(field string) (o occasion, faults []error) {
	if r.every == 0 && r.since == "" {
		return o, nil
	}
	if r.every < 1 || r.every > mostWeeks {
		faults = append(faults, &Fault{Field: field + ".every_weeks", Problem: fmt.Sprintf("want 1 to %d weeks, not %d", mostWeeks, r.every)})
	}
	from, bad := parseDate(r.since, 1)
	if bad == nil && from.yearly {
		bad = slipAt(1, "want a date with a year, as in 2026-01-03")
	}
	if bad != nil {
		return o, append(faults, bad.in(field+".from"))
	}
	o.weeks = int64(r.every)
	o.first, _ = from.number(0)
	return o, faults
}

// label returns the number of a text for State.Rule.
func (c *resolver) label(text string) uint32 {
	// Rules that follow each other often have the same name; to look through all would take the
	// square of their number.
	if n := len(c.labels) - 1; c.labels[n] == text {
		return uint32(n)
	}
	c.labels = append(c.labels, text)
	return uint32(len(c.labels) - 1)
}

// addDates puts down a rule of a date or of a range. A single fault with its dates is told and no
// more, because what follows from a date that cannot be read means nothing; faults of its hours
// stand by themselves.
func (c *resolver) addDates(r Rule, field string, label uint32) []error {
	spans, faults := c.spans(r, field, label)
	names := [2]string{".date", ".date"}
	if r.to != "" {
		names = [2]string{".from", ".to"}
	}
	from, bad := parseDate(r.from, 1)
	if bad != nil {
		return append(faults, bad.in(field+names[0]))
	}
	if r.kind == yearlyDates && !from.yearly {
		return append(faults, slipAt(1, "want a date without a year, as in 12-24").in(field+names[0]))
	}
	to := from
	if r.to != "" {
		if to, bad = parseDate(r.to, 1); bad != nil {
			return append(faults, bad.in(field+names[1]))
		}
		if to.yearly != from.yearly {
			return append(faults, slipAt(1, "%s and %s: either both have a year or neither", r.from, r.to).in(field+names[1]))
		}
	}
	plan := &dayPlan{spans: sortSpans(spans), label: label, days: everyDay}
	if r.only != "" {
		if plan.days, bad = c.picks(r.only); bad != nil {
			return append(faults, bad.in(field+".days"))
		}
	}
	if !from.yearly && to.before(from) {
		return append(faults, slipAt(1, "%s is before %s", r.to, r.from).in(field+names[1]))
	}
	// One date twice, from and to, is a range of one day, and weaker than the date alone.
	rank := uint8(ofRange)
	if r.to == "" {
		rank = ofDay
	}
	c.enter(from, to, plan, rank)
	return faults
}

// enter puts a plan down for the dates from one to another, both with a year or both without.
func (c *resolver) enter(from, to date, plan *dayPlan, rank uint8) {
	if from.yearly {
		c.yearly = append(c.yearly, ranked{dayRange{int64(from.slot()), int64(to.slot()), plan}, rank})
		return
	}
	first, _ := from.number(0)
	last, _ := to.number(0)
	c.dated = append(c.dated, ranked{dayRange{first, last, plan}, rank})
}

// addCut puts down a cut between two moments. It needs no list of days: whatever is open in between
// is closed, whichever rule opened it.
func (c *resolver) addCut(r Rule, field string, label uint32) []error {
	var faults []error
	from, fromMinutes, bad := parseMoment(r.from)
	if bad != nil {
		faults = append(faults, bad.in(field+".from"))
	}
	to, toMinutes, bad := parseMoment(r.to)
	if bad != nil {
		faults = append(faults, bad.in(field+".to"))
	}
	if len(faults) > 0 {
		return faults
	}
	if from.yearly != to.yearly {
		return []error{slipAt(1, "%s and %s: either both have a year or neither", r.from, r.to).in(field + ".to")}
	}
	if from.yearly {
		c.annual = append(c.annual, annualCut{from, to, fromMinutes, toMinutes, label})
		return nil
	}
	first, _ := from.number(0)
	last, _ := to.number(0)
	// Cuts are seconds of the wall clock since 1970, as if each day had 24 hours. Which instants
	// these are is settled when a page is painted, by the zone.
	w := wallCut{first*daySeconds + int64(fromMinutes)*60, last*daySeconds + int64(toMinutes)*60, label}
	if w.to <= w.from {
		return []error{slipAt(1, "%s is not after %s", r.to, r.from).in(field + ".to")}
	}
	c.cuts = append(c.cuts, w)
	return nil
}

// addDailyCut puts down a cut of every day. It may run over midnight, but not over a whole day:
// then it would cut into itself, and nobody could say on which days it begins.
func (c *resolver) addDailyCut(r Rule, field string, label uint32) []error {
	spans, faults := c.spans(r, field, label)
	if len(r.hours) == 0 {
		faults = append(faults, &Fault{Field: field + ".hours", Problem: "want at least one interval, as in 13:00-14:00"})
	}
	days := everyDay
	if r.only != "" {
		var bad *slip
		if days, bad = c.picks(r.only); bad != nil {
			faults = append(faults, bad.in(field+".days"))
		}
	}
	for i, s := range spans {
		if s.close > s.open+dayMinutes {
			faults = append(faults, &Fault{Field: fmt.Sprintf("%s.hours[%d]", field, i), Problem: "a daily cut lasts at most a day"})
		}
	}
	if len(faults) == 0 {
		faults = room(&c.cutting, days, len(spans), field, "daily cuts")
	}
	for _, s := range spans {
		c.daily = append(c.daily, dailyCut{s, days})
	}
	return faults
}

// mostSpans is how many intervals may start on a day by one rule, or on a weekday by all: four an
// hour.
const mostSpans = 96

// spans returns the rule's hours, and what is wrong with them.
func (c *resolver) spans(r Rule, field string, label uint32) (spans []span, faults []error) {
	if len(r.hours) > mostSpans {
		return nil, []error{&Fault{Field: field + r.sub(".hours"), Problem: fmt.Sprintf("has more than %d intervals", mostSpans)}}
	}
	for i, text := range r.hours {
		s, bad := parseSpan(text)
		if bad != nil {
			faults = append(faults, bad.in(fmt.Sprintf("%s[%d]", field+r.sub(".hours"), i)))
			continue
		}
		s.label = label
		// How far an interval may run into the days behind its own: a page begins to look that many
		// days before itself.
		c.far = max(c.far, s.close)
		spans = append(spans, s)
	}
	return spans, faults
}

// sub returns the name of a part of the rule; the week of the JSON form has none, its field is the
// day and its hours.
func (r Rule) sub(name string) string {
	if r.kind == KindWeek && strings.HasPrefix(r.field, "week.") {
		return ""
	}
	return name
}

// parseMoment reads 2026-06-06T14:00 or 06-06T14:00; 24:00 is the end of the day.
func parseMoment(text string) (d date, minutes int32, bad *slip) {
	day, clock, found := strings.Cut(text, "T")
	if d, bad = parseDate(day, 1); bad != nil {
		return d, 0, bad
	}
	at := len(day) + 1
	if !found {
		return d, 0, slipAt(at, `want "T" and a time, as in 2026-06-06T14:00`)
	}
	minutes, rest, bad := parseClock(clock, at+1)
	switch {
	case bad != nil:
		return d, 0, bad
	case rest != "":
		return d, 0, slipAt(len(text)-len(rest)+1, "nothing may follow the time")
	case minutes > dayMinutes:
		return d, 0, slipAt(at+1, "want a time from 00:00 to 24:00")
	}
	return d, minutes, nil
}

// sortSpans sorts intervals by their opening, those that open together in the order of the rules,
// so that the first of these gives the time its name.
func sortSpans(spans []span) []span {
	slices.SortStableFunc(spans, func(a, b span) int { return int(a.open - b.open) })
	return spans
}
