package schemaorg

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// clocks are the ways in which pages write a time: 09:00, 9:00, 09:00:00, 9.30, 9h30, 0930, T09:00,
// 9 am, 9:30 PM; and an offset, which is refused with a message of its own.
var clocks = regexp.MustCompile(`(?i)^T?(?:(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.0+)?)?|(\d{2})(\d{2})|(\d{1,2}))\s*(?:(a|p)\.?m\.?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$`)

const dayMinutes = 24 * 60

// clock reads a time, in minutes. A second before midnight is midnight.
func clock(text string) (minutes int, err error) {
	wrong := fmt.Errorf("want a time such as 09:00, not %q", text)
	m := clocks.FindStringSubmatch(text)
	switch {
	case m == nil, m[6] != "" && m[7] == "":
		return 0, wrong
	case m[8] != "":
		return 0, fmt.Errorf("%q has an offset; want the time on the place's clock, such as 09:00", text)
	}
	hour, minute, second := number(m[1]+m[4]+m[6]), number(m[2]+m[5]), number(m[3])
	switch {
	case m[7] != "" && (hour < 1 || hour > 12):
		return 0, fmt.Errorf("want an hour from 1 to 12 with am or pm, not %q", text)
	case m[7] != "":
		hour %= 12
		if strings.EqualFold(m[7], "p") {
			hour += 12
		}
	}
	if minutes = hour*60 + minute; minute < 60 && second < 60 && minutes > dayMinutes && minutes < 2*dayMinutes {
		return 0, fmt.Errorf("want %s, which is the next day where it closes before it opens, not %q", clockText(minutes-dayMinutes), text)
	}
	if minute > 59 || second > 59 || minutes > dayMinutes || minutes == dayMinutes && second > 0 {
		return 0, wrong
	}
	switch {
	case second == 0:
		return minutes, nil
	case minutes == dayMinutes-1 && second == 59:
		return dayMinutes, nil
	}
	return 0, fmt.Errorf("want a time of whole minutes, not %q", text)
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

var errSame = errors.New("is when it opens")

// span is the interval in the form of package hours, or empty for closed. A closing of 23:59, the
// last minute that many forms offer, is midnight; 00:00 to 00:00 is closed.
func span(opens, closes int) (string, error) {
	if closes == dayMinutes-1 {
		closes = dayMinutes
	}
	switch {
	case opens == 0 && closes == 0:
		return "", nil
	case opens == closes:
		return "", errSame
	case opens == dayMinutes:
		return "", errors.New("it opens at 24:00; want 00:00, of the day after")
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", opens/60, opens%60, closes/60, closes%60), nil
}
