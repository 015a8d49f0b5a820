package schemaorg

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Unmarshal reads the hours of an object with openingHoursSpecification, specialOpeningHoursSpecification or both, for a zone by
// its IANA name. Other members of the object are the business's and not looked at; one of a specification that would change the
// hours and is not understood is an error that wraps ErrUnsupported.
func Unmarshal(data []byte, zone string) (*hours.Schedule, error) {
	var b business
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	if len(b.Regular)+len(b.Special) == 0 {
		return nil, fmt.Errorf("%w: no openingHoursSpecification", ErrUnsupported)
	}
	var r reader
	for i, s := range b.Regular {
		if err := r.add(s, regular); err != nil {
			return nil, fmt.Errorf("%w: openingHoursSpecification[%d]: %w", ErrUnsupported, i, err)
		}
	}
	for i, s := range b.Special {
		err := r.add(s, special)
		if err == nil && s.ValidFrom == "" {
			err = errors.New("validFrom: is missing")
		}
		if err != nil {
			return nil, fmt.Errorf("%w: specialOpeningHoursSpecification[%d]: %w", ErrUnsupported, i, err)
		}
	}
	return hours.New(hours.Config{Zone: zone, Rules: r.rules()})
}

// reader gathers specifications.
type reader struct {
	week  []hours.Rule
	dates []dated
}

// The ranks of specifications with dates: a special one is there to override, and one of a single day outranks those of more.
const (
	regular = 0
	special = 2
	single  = 1 // on top of either
)

func (r *reader) rules() []hours.Rule {
	rules := r.week
	for _, p := range pieces(r.dates, together) {
		rules = append(rules, p.rules()...)
	}
	return rules
}

// together is what specifications of equal rank say of a day: each says when the place is open, and none takes another's hours
// away but one that says closed.
func together(all []dated) said {
	var texts, names []string
	closed := false
	for _, d := range all {
		closed = closed || len(d.hours) == 0
		texts = append(texts, d.hours...)
		if d.name != "" && !slices.Contains(names, d.name) {
			names = append(names, d.name)
		}
	}
	slices.Sort(texts)
	what := said{dated: true, hours: strings.Join(slices.Compact(texts), " "), name: strings.Join(names, ", ")}
	if closed {
		what.hours = ""
	}
	return what
}

func (r *reader) add(s specification, rank int) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	days, err := s.weekdays()
	if err != nil {
		return err
	}
	if s.ValidFrom == "" && s.ValidThrough == "" {
		if days == "" {
			return errors.New("dayOfWeek: is missing")
		}
		if span != "" {
			r.week = append(r.week, hours.Week(days, span).Named(s.Name))
		}
		return nil
	}
	d := dated{rank: rank, days: everyDay, name: s.Name}
	if d.first, d.last, err = s.dates(); err != nil {
		return err
	}
	if d.first == d.last {
		d.rank += single
	}
	if days != "" {
		d.days = [7]bool{}
		for _, weekday := range hours.Week(days).Weekdays() {
			d.days[weekday] = true
		}
	}
	if span != "" {
		d.hours = []string{span}
	}
	r.dates = append(r.dates, d)
	return nil
}

// span is the interval in the form of package hours, or empty for closed.
func (s *specification) span() (string, error) {
	if s.Opens == "" && s.Closes == "" {
		return "", nil
	}
	opens, err := clock(s.Opens)
	if err != nil {
		return "", fmt.Errorf("opens: %w", err)
	}
	closes, err := clock(s.Closes)
	if err != nil {
		return "", fmt.Errorf("closes: %w", err)
	}
	switch {
	case opens == "00:00" && closes == "00:00":
		return "", nil
	case opens == "00:00" && closes == "23:59":
		closes = "24:00"
	case opens == closes:
		return "", fmt.Errorf("closes: is %s, when it opens", s.Closes)
	}
	return opens + "-" + closes, nil
}

// clock takes the seconds off a time, if they are zero.
func clock(text string) (string, error) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil && t.Second() == 0 && len(text) == len(layout) {
			return text[:len("15:04")], nil
		}
	}
	if text == "24:00" || text == "24:00:00" {
		return "24:00", nil
	}
	return "", fmt.Errorf("want a time such as 09:00, not %q", text)
}

// weekdays are those of the specification as hours.Week takes them; empty where none are given.
func (s *specification) weekdays() (string, error) {
	var names []string
	for _, text := range s.Days {
		name := text[strings.LastIndexByte(text, '/')+1:]
		i := slices.IndexFunc(weekdays, func(d time.Weekday) bool { return d.String() == name })
		if i < 0 {
			return "", fmt.Errorf("dayOfWeek: want a day such as Monday, not %q", text)
		}
		names = append(names, name[:3])
	}
	return strings.Join(names, ","), nil
}

// weekdays in the order that people read them.
var weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (s *specification) dates() (first, last day, err error) {
	from, err := date(s.ValidFrom)
	if err != nil {
		return 0, 0, fmt.Errorf("validFrom: %w", err)
	}
	through, err := date(s.ValidThrough)
	if err != nil {
		return 0, 0, fmt.Errorf("validThrough: %w", err)
	}
	if through < from {
		return 0, 0, fmt.Errorf("validThrough: %s is before validFrom", s.ValidThrough)
	}
	return from, through, nil
}

// date is a date that the calendar has.
func date(text string) (day, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return 0, fmt.Errorf("want a date such as 2026-12-24, not %q", text)
	}
	return dayOf(text), nil
}
