package schemaorg

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Marshal writes the hours as a LocalBusiness, whose other members the page adds. What schema.org has no word for is an error
// that wraps ErrInexpressible: cuts, intervals longer than a day, combinations, and rules of every year, unless years are given:
// then those are written for each of them.
func Marshal(s *hours.Schedule, years ...int) ([]byte, error) {
	c, ok := s.Config()
	if !ok {
		return nil, fmt.Errorf("%w: a combination", ErrInexpressible)
	}
	b := business{Context: "https://schema.org", Type: "LocalBusiness"}
	for _, r := range strongestLast(c.Rules) {
		list, err := write(r, years)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, r)
		}
		if r.Kind() == hours.KindWeek {
			b.Regular = append(b.Regular, list...)
		} else {
			b.Special = append(b.Special, list...)
		}
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := check(data, c.Rules, years); err != nil {
		return nil, err
	}
	return data, nil
}

// strongestLast puts yearly rules before those of one year: written for a year, they look alike, and the later wins.
func strongestLast(rules []hours.Rule) (sorted []hours.Rule) {
	for _, yearly := range []bool{true, false} {
		for _, r := range rules {
			first, _ := r.Dates()
			if yearly == (len(first) == len("12-24")) {
				sorted = append(sorted, r)
			}
		}
	}
	return sorted
}

func write(r hours.Rule, years []int) (list, error) {
	switch r.Kind() {
	case hours.KindCut:
		return nil, ErrInexpressible
	case hours.KindWeek:
		return specifications(r, "", "")
	}
	first, last := r.Dates()
	if last == "" {
		last = first
	}
	if len(first) == len(time.DateOnly) {
		return specifications(r, first, last)
	}
	var all list
	if last < first && len(years) > 0 {
		years = append([]int{slices.Min(years) - 1}, years...) // it runs into the first
	}
	for _, year := range years {
		from, through := fmt.Sprintf("%04d-%s", year, first), fmt.Sprintf("%04d-%s", year, last)
		if last < first {
			through = fmt.Sprintf("%04d-%s", year+1, last)
		}
		list, err := specifications(r, from, through)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	if len(years) == 0 {
		return nil, ErrInexpressible
	}
	return all, nil
}

// specifications are one for each interval of a rule, or one without any for closed.
func specifications(r hours.Rule, from, through string) (all list, err error) {
	s := specification{Type: "OpeningHoursSpecification", Name: r.Name(), ValidFrom: from, ValidThrough: through}
	for _, d := range r.Weekdays() {
		s.Days = append(s.Days, d.String())
	}
	if len(r.Hours()) == 0 && r.Kind() != hours.KindWeek {
		s.Opens, s.Closes = "00:00", "00:00"
		return list{s}, nil
	}
	for _, text := range r.Hours() {
		s.Opens, s.Closes, _ = strings.Cut(text, "-")
		switch {
		case text == "00:00-24:00":
			s.Closes = "23:59"
		case text == "00:00-23:59" || s.Closes > "24:00" || len(s.Closes) > len("24:00"):
			return nil, ErrInexpressible
		case s.Closes == "24:00":
			s.Closes = "00:00"
		}
		all = append(all, s)
	}
	return all, nil
}

// check reads what was written and compares the hours: those of the years, or without years all of them. It does so on the clock
// of UTC, which has no changes.
func check(data []byte, rules []hours.Rule, years []int) error {
	read, err := Unmarshal(data, "UTC")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInexpressible, err)
	}
	want, err := hours.New(hours.Config{Rules: rules})
	if err != nil {
		return err
	}
	spans := [][2]int{{1890, 2210}}
	if len(years) > 0 {
		spans = nil
	}
	for _, year := range years {
		spans = append(spans, [2]int{year, year + 1})
	}
	for _, span := range spans {
		from, to := time.Date(span[0], 1, 1, 0, 0, 0, 0, time.UTC), time.Date(span[1], 1, 1, 0, 0, 0, 0, time.UTC)
		if hours.Minus(want, read).Between(from, to) != 0 || hours.Minus(read, want).Between(from, to) != 0 {
			return fmt.Errorf("%w: what its rules together say", ErrInexpressible)
		}
	}
	return nil
}
