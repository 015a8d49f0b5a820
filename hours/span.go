package hours

// span is an interval on the wall clock of the day it starts on, in minutes from that day's 00:00:
// 0 <= open < 1440, open < close.
type span struct {
	open, close int32
	label       uint32
}

const (
	dayMinutes = 24 * 60
	maxHour    = 999 // bounds the days an interval can reach back from, and so the cost of compiling
)

// parseSpan reads "09:00-17:00", "20:00-03:00", "00:00-24:00", "20:00-51:00".
func parseSpan(text string) (span, *slip) {
	if bad := noSpan(text); bad != nil {
		return span{}, bad
	}
	open, rest, bad := parseClock(text, 1)
	if bad != nil {
		return span{}, bad
	}
	if rest == "" || rest[0] != '-' {
		return span{}, slipAt(len(text)-len(rest)+1, `want "-" and a closing time, as in 09:00-17:00`)
	}
	at := len(text) - len(rest) + 2
	end, rest, bad := parseClock(rest[1:], at)
	if bad != nil {
		return span{}, bad
	}
	if rest != "" {
		return span{}, slipAt(len(text)-len(rest)+1, "nothing may follow the closing time")
	}
	// An opening of 24:00 is that of the next day, and belongs to it: written here it would escape
	// a rule that closes that day.
	if open >= dayMinutes {
		return span{}, slipAt(1, "an interval opens from 00:00 to 23:59, on the day it belongs to")
	}
	if end == open {
		return span{}, slipAt(at, "opens and closes at the same time; a whole day is 00:00-24:00")
	}
	// "20:00-03:00" closes on the next day. Beyond 24:00 the close has said so by itself.
	if end < open {
		end += dayMinutes
	}
	return span{open: open, close: end}, nil
}

// parseClock reads HH:MM or HHH:MM and returns the minutes and what follows; at is the column of
// its first byte.
func parseClock(text string, at int) (minutes int32, rest string, bad *slip) {
	hour, n := digits(text)
	if n < 2 || n > 3 {
		hint := ""
		if at == 1 {
			hint = typed
		}
		return 0, "", slipAt(at, "want an hour of two digits, as in 09:00%s", hint)
	}
	if len(text) <= n || text[n] != ':' {
		return 0, "", slipAt(at+n, `want ":" after the hour, as in 09:00`)
	}
	minute, m := digits(text[n+1:])
	if m != 2 {
		return 0, "", slipAt(at+n+1, "want a minute of two digits, as in 09:00")
	}
	if minute > 59 {
		return 0, "", slipAt(at+n+1, "minute %d is over 59", minute)
	}
	return hour*60 + minute, text[n+1+m:], nil
}

// digits reads the decimal number at the start of text, at most four digits of it, and how many it
// has.
func digits(text string) (value int32, n int) {
	for n < len(text) && n < 4 && text[n] >= '0' && text[n] <= '9' {
		value = value*10 + int32(text[n]-'0')
		n++
	}
	return value, n
}
