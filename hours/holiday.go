package hours

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Holiday is a day that a calendar of holidays names: Date is as in On, "2026-12-25", or "12-25"
// for every year.
type Holiday struct{ Date, Name string }

// holidays is a parsed Holiday, or several days of one name.
type holidays struct {
	from, to date
	name     string
}

// The most holidays a schedule may list, and the most rules of them. Each rule makes a plan for
// each day, so the product is what a schedule costs.
const (
	mostHolidays = 10_000
	mostOnThem   = 8
)

// list takes the holidays in that rules may speak of. field is where they stand.
func (c *resolver) list(all []Holiday, field string) (faults []error) {
	if len(all) > mostHolidays {
		return []error{&Fault{Field: field, Problem: fmt.Sprintf("has more than %d days", mostHolidays)}}
	}
	for i, h := range all {
		first, last, ranged := strings.Cut(h.Date, "..")
		from, bad := parseDate(first, 1)
		to := from
		if bad == nil && ranged {
			switch to, bad = parseDate(last, len(first)+3); {
			case bad != nil:
			case to.yearly != from.yearly:
				bad = slipAt(1, "%s and %s: either both have a year or neither", first, last)
			case !to.yearly && to.before(from):
				bad = slipAt(1, "%s is before %s", last, first)
			}
		}
		if bad != nil {
			faults = append(faults, bad.in(fmt.Sprintf("%s[%d].date", field, i)))
		}
		c.holidays = append(c.holidays, holidays{from, to, h.Name})
	}
	return faults
}

// addHolidays puts down a rule once for each day of the list. The days get plans of their own,
// because each has its own name.
func (c *resolver) addHolidays(r Rule, field string) (faults []error) {
	if len(c.holidays) == 0 {
		faults = append(faults, &Fault{Field: field, Problem: "speaks of holidays, and the schedule lists none"})
	}
	if c.onThem++; c.onThem > mostOnThem {
		faults = append(faults, &Fault{Field: field, Problem: fmt.Sprintf("more than %d rules speak of holidays", mostOnThem)})
	}
	spans, more := c.spans(r, field, 0)
	days := everyDay
	if r.only != "" {
		var bad *slip
		if days, bad = c.picks(r.only); bad != nil {
			more = append(more, bad.in(field+".days"))
		}
	}
	if faults = append(faults, more...); len(faults) > 0 {
		return faults
	}
	for _, h := range c.holidays {
		plan := &dayPlan{spans: sortSpans(slices.Clone(spans)), label: c.label(cmp.Or(h.name, r.label())), days: days}
		for i := range plan.spans {
			plan.spans[i].label = plan.label
		}
		c.enter(h.from, h.to, plan, ofHoliday)
	}
	return nil
}

// Holidays makes rules of the holidays that a source gives for the years from first to last:
// closed, or with the hours given. The package brings no holiday data; a source is any function,
// such as those of the rickar module.
func Holidays(source func(year int) []Holiday, first, last int, hours ...string) (rules []Rule) {
	for year := first; year <= last; year++ {
		for _, h := range source(year) {
			rules = append(rules, On(h.Date, hours...).Named(h.Name))
		}
	}
	return rules
}
