package trigger

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// day is 24 hours. A calendar's day, which may have 23 or 25, is a window of its own: see perDay.
const day = 24 * time.Hour

// maxDuration bounds every duration of a rule, so that instants stay within what 64 bits of
// nanoseconds can say.
const maxDuration = 3660 * day

// parseDuration reads what time.ParseDuration reads, and whole days in front: "7d", "1d12h".
func parseDuration(s string) (time.Duration, bool) {
	var days time.Duration
	if i := strings.IndexByte(s, 'd'); i > 0 {
		// Whole days, in front, at most once: "1.5d" and "1h1d" are refused by what reads the
		// rest.
		n, err := strconv.ParseUint(s[:i], 10, 16)
		if err != nil || n > uint64(maxDuration/day) {
			return 0, false
		}
		days = time.Duration(n) * day
		if s = s[i+1:]; s == "" {
			return days, true
		}
	}
	d, err := time.ParseDuration(s)
	// Checked before it is added, as the sum of two that fit may not.
	if err != nil || d < 0 || d > math.MaxInt64-maxDuration || days+d > maxDuration {
		return 0, false
	}
	return days + d, true
}

// formatDuration writes a duration without its empty parts: "24h", not "24h0m0s".
func formatDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}
