package schemaorg

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// specifications are one for each interval of a rule, or one of no time for closed. Where daily
// cuts leave other hours on some weekdays than on others, each kind of days has its own.
func (w *writer) specifications(r hours.Rule) (all list, err error) {
	base := specification{Type: "OpeningHoursSpecification", Name: r.Name()}
	if r.Kind() == hours.KindDates {
		base.ValidFrom, base.ValidThrough = r.Dates()
		if base.ValidThrough == "" {
			base.ValidThrough = base.ValidFrom
		}
	}
	var kinds [][]time.Weekday
	var texts [][]string
	for _, d := range namedBy(r) {
		left, err := w.leave(r.Hours(), d)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(texts, func(t []string) bool { return slices.Equal(t, left) })
		if i < 0 {
			i = len(texts)
			texts, kinds = append(texts, left), append(kinds, nil)
		}
		kinds[i] = append(kinds[i], d)
	}
	for i, open := range texts {
		s := base
		if r.Days() != "" || len(texts) > 1 {
			for _, d := range kinds[i] {
				s.Days = append(s.Days, d.String())
			}
		}
		list, err := s.open(open, r.Kind())
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// namedBy are the weekdays that a rule is for, from Monday on.
func namedBy(r hours.Rule) (list []time.Weekday) {
	if r.Days() != "" {
		return r.Weekdays()
	}
	first, last := r.Dates()
	if last == "" {
		last = first
	}
	p := piece{first: dayOf(first), last: dayOf(last)}
	for _, d := range weekdays {
		if p.has(d) {
			list = append(list, d)
		}
	}
	return list
}

// open is the specification for each of some intervals.
func (s specification) open(texts []string, kind hours.Kind) (all list, err error) {
	if len(texts) == 0 && kind != hours.KindWeek {
		s.Opens, s.Closes = "00:00", "00:00"
		return list{s}, nil
	}
	for _, text := range texts {
		s.Opens, s.Closes, _ = strings.Cut(text, "-")
		switch {
		case text == "00:00-24:00":
			s.Closes = "23:59"
		case s.Closes == "23:59" || s.Closes > "24:00" || len(s.Closes) > len("24:00"):
			return nil, ErrInexpressible
		case s.Closes == "24:00":
			s.Closes = "00:00"
		}
		all = append(all, s)
	}
	return all, nil
}

// leave is what the daily cuts leave of intervals that begin on a weekday.
func (w *writer) leave(texts []string, d time.Weekday) (left []string, err error) {
	if len(w.cuts) == 0 {
		return texts, nil
	}
	open := intervals(texts, 0)
	for _, r := range w.cuts {
		for near := -1; near <= 2; near++ {
			on := (int(d) + near + 7) % 7
			if r.Days() == "" || slices.Contains(r.Weekdays(), time.Weekday(on)) {
				open = without(open, intervals(r.Hours(), near*dayMinutes))
			}
		}
	}
	for _, o := range open {
		if o[0] >= dayMinutes || o[1]-o[0] > dayMinutes {
			return nil, ErrInexpressible // what is left begins on the next day, which has hours of its own
		}
		if o[1] > dayMinutes {
			o[1] -= dayMinutes
		}
		left = append(left, fmt.Sprintf("%02d:%02d-%02d:%02d", o[0]/60, o[0]%60, o[1]/60, o[1]%60))
	}
	return left, nil
}

// intervals are those of texts, in minutes from a beginning.
func intervals(texts []string, begin int) (list [][2]int) {
	for _, text := range texts {
		var h [4]int
		_, _ = fmt.Sscanf(text, "%d:%d-%d:%d", &h[0], &h[1], &h[2], &h[3])
		from, to := h[0]*60+h[1], h[2]*60+h[3]
		if to < from {
			to += dayMinutes
		}
		list = append(list, [2]int{begin + from, begin + to})
	}
	return list
}

// without is what is left of intervals when others are taken away.
func without(open, cuts [][2]int) (left [][2]int) {
	for _, c := range cuts {
		left = nil
		for _, o := range open {
			if from, to := o[0], min(o[1], c[0]); from < to {
				left = append(left, [2]int{from, to})
			}
			if from, to := max(o[0], c[1]), o[1]; from < to {
				left = append(left, [2]int{from, to})
			}
		}
		open = left
	}
	return open
}
