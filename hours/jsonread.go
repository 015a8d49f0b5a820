package hours

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// config is the form as rules that know where they stood, so that faults name it.
func (f *form) config() (Config, error) {
	lastCall, err1 := parseDuration("last_call", f.LastCall)
	grace, err2 := parseDuration("grace", f.Grace)
	c := Config{Zone: f.Zone, LastCall: lastCall, Grace: grace}
	if f.Week != nil {
		for _, n := range weekOrder {
			if hours := *f.Week.day(n); len(hours) > 0 {
				r := Week(dayNames[n], hours...)
				r.field = "week." + strings.ToLower(dayNames[n])
				c.Rules = append(c.Rules, r)
			}
		}
	}
	for i, shift := range f.Shifts {
		r := Week(shift.Days, shift.Hours...).Named(shift.Name)
		r.field = fmt.Sprintf("shifts[%d]", i)
		c.Rules = append(c.Rules, r)
	}
	for i, d := range f.Dates {
		r := Rule{kind: dates, from: d.From, to: d.To, hours: d.Hours, name: d.Name, field: fmt.Sprintf("dates[%d]", i)}
		if d.Date != "" {
			r.from = d.Date
		}
		c.Rules = append(c.Rules, r)
	}
	for i, d := range f.Cuts {
		r := Cut(d.From, d.To).Named(d.Name)
		r.field = fmt.Sprintf("cuts[%d]", i)
		c.Rules = append(c.Rules, r)
	}
	return c, errors.Join(err1, err2)
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
