package rickar

import (
	"cmp"
	"slices"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/switchboard-go/switchboard/hours"
)

// Source gives the holidays of a year, by the day on which each is observed, in order of their
// dates: a holiday on a Sunday that is made up for on Monday is that Monday. A day observed in the
// year although the holiday lies in the next, as New Year's Day may be, is the year's. Where two
// fall on one day, the first that was given names it. Nil holidays are left out.
func Source(holidays ...*cal.Holiday) func(year int) []hours.Holiday {
	return func(year int) []hours.Holiday {
		var days []hours.Holiday
		for _, h := range holidays {
			for near := year - 1; h != nil && near <= year+1; near++ {
				if _, observed := h.Calc(near); !observed.IsZero() && observed.Year() == year {
					days = append(days, hours.Holiday{Date: observed.Format(time.DateOnly), Name: h.Name})
				}
			}
		}
		slices.SortStableFunc(days, func(a, b hours.Holiday) int { return cmp.Compare(a.Date, b.Date) })
		return slices.CompactFunc(days, func(a, b hours.Holiday) bool { return a.Date == b.Date })
	}
}
