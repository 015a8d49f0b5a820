package schemaorg

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Marshal writes the hours as a LocalBusiness, whose other members the page adds. What schema.org
// has no word for is an error that wraps ErrInexpressible: cuts of a date, intervals longer than a
// day, combinations, and what is not of every week but of every year, some weekdays of a month,
// every other week or holidays of every year, unless years are given: then it is written for each
// of them. Holidays are written by their dates, and what daily cuts leave of the hours.
func Marshal(s *hours.Schedule, years ...int) ([]byte, error) {
	c, ok := s.Config()
	if !ok {
		return nil, fmt.Errorf("%w: a combination", ErrInexpressible)
	}
	w := &writer{years: years, holidays: c.Holidays}
	for _, r := range c.Rules {
		if err := w.add(r); err != nil {
			return nil, fmt.Errorf("%w: %s", err, r)
		}
	}
	w.occasions()
	b := business{Context: "https://schema.org", Type: "LocalBusiness"}
	for _, r := range w.week {
		list, err := w.specifications(r)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, r)
		}
		b.Regular = append(b.Regular, list...)
	}
	for _, p := range pieces(w.dates, later) {
		for _, r := range p.rules() {
			list, err := w.specifications(r)
			if err != nil {
				return nil, fmt.Errorf("%w: %s", err, r)
			}
			b.Special = append(b.Special, list...)
		}
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := check(data, c, years); err != nil {
		return nil, err
	}
	return data, nil
}

// later is what rules of equal rank say of a day: the last one decides, so that what is written
// names each day in one rule's words and reads the same to whoever adds specifications up and to
// whoever lets one replace another.
func later(all []dated) said {
	d := all[len(all)-1]
	return said{dated: true, hours: strings.Join(slices.Sorted(slices.Values(d.hours)), " "), name: d.name}
}

// check reads what was written and compares the hours: those of the years, or without years all of
// them. It does so on the clock of UTC, which has no changes.
func check(data []byte, c hours.Config, years []int) error {
	read, err := Unmarshal(data, "UTC")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInexpressible, err)
	}
	want, err := hours.New(hours.Config{Rules: c.Rules, Holidays: c.Holidays})
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
