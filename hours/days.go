package hours

import "strings"

var dayNames = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// parseDays reads "Mon", "Mon-Fri", "Sat-Mon", "Mon,Wed,Fri", in any case. A range may run over the
// end of the week, as Sat-Mon does, and a day that is named twice is in the list once.
func parseDays(text string) (days [7]bool, bad *slip) {
	at := 1
	for part := range strings.SplitSeq(text, ",") {
		from, to, ranged := strings.Cut(part, "-")
		first, ok := dayNumber(from)
		if !ok {
			return days, wrongDay(from, at, "want a weekday such as Mon, or Mon-Fri")
		}
		last := first
		if ranged {
			if last, ok = dayNumber(to); !ok {
				return days, wrongDay(to, at+len(from)+1, "want a weekday such as Fri")
			}
		}
		for d := first; ; d = (d + 1) % 7 {
			days[d] = true
			if d == last {
				break
			}
		}
		at += len(part) + 1
	}
	return days, nil
}

// dayNumber is the number of a weekday, from 0 for Sunday, as time.Weekday has it.
func dayNumber(name string) (int, bool) {
	for i, n := range dayNames {
		if strings.EqualFold(n, name) {
			return i, true
		}
	}
	return 0, false
}
