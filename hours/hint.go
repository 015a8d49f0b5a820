package hours

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// typed says where to go with what people type: these forms are for programs and files.
const typed = "; people.Parse reads what people type"

// wrongDay returns what is wrong with a name that is no weekday here.
func wrongDay(name string, at int, want string) *slip {
	bare := strings.TrimSpace(name)
	if _, ok := dayNumber(bare); ok {
		if strings.HasPrefix(name, bare) {
			at += len(bare)
		}
		return slipAt(at, "there is a blank: %s, without any", want)
	}
	if i := strings.IndexFunc(name, isDash); i >= 0 {
		return slipAt(at+i, "%s, with a plain \"-\" and no blanks", want)
	}
	for _, day := range weekOrder {
		day := dayNames[day]
		rest := bare[min(len(day), len(bare)):]
		named := strings.EqualFold(strings.TrimSuffix(bare, rest), day)
		if named && strings.IndexAny(rest, ";/|+&") == 0 {
			return slipAt(at+len(day), `want a comma between weekdays, or "-" as in Mon-Fri`)
		}
		if strings.EqualFold(bare, "thurs") && day == "Thu" {
			return slipAt(at, "%s, not %q: did you mean Thu?", want, bare)
		}
		if (len(bare) == 2 || strings.HasSuffix(strings.ToLower(bare), "day") || len(bare) == 4) && strings.HasPrefix(strings.ToLower(bare), strings.ToLower(day[:2])) {
			return slipAt(at, "%s, not %q: did you mean %s?", want, bare, day)
		}
	}
	if bare == "" {
		return slipAt(at, "%s", want)
	}
	return slipAt(at, "%s, not %q%s", want, bare, typed)
}

// isDash reports whether a character is a dash other than the plain hyphen.
func isDash(r rune) bool { return r != '-' && unicode.Is(unicode.Dash, r) }

// noSpan finds what is commonly written as hours and is none; nil for what parseSpan should judge.
func noSpan(text string) *slip {
	plain := strings.TrimSpace(text)
	switch low := strings.ToLower(plain); {
	case low == "closed" || low == "off":
		return slipAt(1, "%q is no hours: no hours at all mean closed", plain)
	case slices.Contains([]string{"24/7", "24h", "24 hours", "all day", "open"}, low):
		return slipAt(1, "%q is no hours: a whole day is 00:00-24:00", plain)
	case plain != text && plain != "":
		at := 1
		if strings.HasPrefix(text, plain) {
			at = len(plain) + 1
		}
		return slipAt(at, "there is a blank in %q: want hours such as 09:00-17:00", text)
	}
	if i := strings.IndexFunc(text, isDash); i >= 0 {
		return slipAt(i+1, `want a plain "-" between the times, as in 09:00-17:00`)
	}
	if i := strings.IndexAny(text, ",;"); i > 0 && len(text) > 12 {
		return slipAt(i+1, "nothing may follow the closing time: each interval is one of its own, \"09:00-12:00\" \"13:00-17:00\"")
	}
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return slipAt(i+1, "there is a blank in %q: want hours such as 09:00-17:00%s", text, typed)
	}
	hour, n := digits(text)
	if n == 1 && len(text) > 1 && text[1] == ':' {
		return slipAt(1, "want an hour of two digits, as in %02d:00%s", hour, typed)
	}
	return nil
}

// noDate finds what is commonly written as a date and is none, or another one than it looks like.
func noDate(text string, at int) *slip {
	plain := strings.TrimSpace(text)
	if plain != text && plain != "" {
		return slipAt(at, "there is a blank in %q: want a date such as 2026-12-24", text)
	}
	if ours(text) {
		return nil // the usual case, for which no other order is tried
	}
	for _, order := range dateOrders {
		t, err := time.Parse(order, text)
		if err != nil {
			continue
		}
		form := time.DateOnly
		if !strings.Contains(order, "06") {
			form = "01-02"
		}
		if right := t.Format(form); right != text {
			also, err := time.Parse(swapped.Replace(order), text)
			doubtful := strings.ContainsAny(order, "/-") && !strings.HasPrefix(order, "2006")
			if doubtful && err == nil && also != t {
				return slipAt(at, "want a date such as 2026-12-24, year first: %s can be %s or %s", text, right, also.Format(form))
			}
			return slipAt(at, "want a date such as 2026-12-24, year first: did you mean %s?", right)
		}
	}
	return nil
}

// ours reports whether a text has the form of our dates, 2026-12-24 or 12-24, whatever its numbers.
func ours(text string) bool {
	if len(text) != len("2026-12-24") && len(text) != len("12-24") {
		return false
	}
	for i, c := range []byte(text) {
		// Counted from the end, where both forms are the same: one dash stands before the day, and
		// in a date with a year one before the month.
		dash := i == len(text)-3 || i == len(text)-6
		if dash != (c == '-') || !dash && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// dateOrders are ways in which people write dates, with and without a year. Of those with a slash
// or a dash nobody knows which number is the month.
var dateOrders = []string{
	"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2.1.2006", "2.1.06",
	"2/1/2006", "1/2/2006", "2-1-2006", "1-2-2006",
	"2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006",
	"1-2", "2.1.", "2.1", "2/1", "1/2", "2 January", "2 Jan", "January 2", "Jan 2",
}

var swapped = strings.NewReplacer("2/1", "1/2", "1/2", "2/1", "2-1-", "1-2-", "1-2-", "2-1-")

// continents are where most zones lie.
var continents = []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "America/Argentina", "America/Indiana"}

// unknownZone returns what a name that is no zone was meant for: another way to write one, or a
// town of one.
func unknownZone(name string) string {
	var b strings.Builder
	start := true
	for _, r := range strings.TrimSpace(name) {
		switch {
		case start:
			b.WriteRune(unicode.ToUpper(r))
		case unicode.IsSpace(r):
			r = '_'
			b.WriteRune(r)
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		start = r == '/' || r == '_' || r == '-'
	}
	neat, bare := b.String(), strings.TrimSpace(name)
	country, place, _ := strings.Cut(neat, "/")
	capitals := strings.ToUpper(country) + "/" + place
	candidates := []string{bare, neat, strings.ToUpper(bare), capitals}
	if !strings.Contains(neat, "/") {
		for _, c := range continents {
			candidates = append(candidates, c+"/"+neat, c+"/"+bare)
		}
	}
	problem := fmt.Sprintf("%q is no zone; want an IANA name such as Europe/Berlin", shortened(name))
	for _, c := range candidates {
		if c == "" || len(c) > 64 || !utf8.ValidString(c) || strings.EqualFold(c, "local") {
			continue
		}
		if _, err := time.LoadLocation(c); err == nil {
			return problem + ": did you mean " + c + "?"
		}
	}
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") || strings.HasPrefix(strings.ToUpper(name), "UTC") || strings.HasPrefix(strings.ToUpper(name), "GMT") {
		problem += ", not an offset, which knows no summer time"
	}
	return problem
}

func shortened(text string) string {
	if len(text) > 64 {
		return strings.ToValidUTF8(text[:64], "") + "…"
	}
	return text
}
