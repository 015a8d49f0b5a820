package schemaorg

import (
	"fmt"
	"slices"
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
		if s.Opens, s.Closes, err = clocksOf(text); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// clocksOf writes an interval as the times at which it opens and closes. A shift over midnight
// belongs to the day on which it opens, and closes at an earlier time than that: 17:00-25:30 at
// 01:30. A closing at 23:59 has no word of its own, because it means midnight; an interval of a
// day or more has none, because it would close on a later day than the next.
func clocksOf(text string) (opens, closes string, err error) {
	i := intervals([]string{text}, 0)[0]
	from, to := i[0], i[1]
	switch {
	case from == 0 && to == dayMinutes:
		return "00:00", "23:59", nil
	case to-from >= dayMinutes, to == dayMinutes-1:
		return "", "", ErrInexpressible
	}
	return clockText(from), clockText(to % dayMinutes), nil
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

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
		if o[0] >= dayMinutes {
			return nil, ErrInexpressible // what is left begins on the next day, which has hours of its own
		}
		left = append(left, clockText(o[0])+"-"+clockText(o[1]))
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
