package trigger

import (
	"math"
	"slices"
	"strings"
)

// counts are attributes that count something: none of them is ever below 0, or between two whole
// numbers. Visits are counted from 1.
var counts = map[string]float64{
	"visit.count": 1, "visit.pages": 0, "cart.items": 0, "agents.free": 0, "queue.waiting": 0,
	"orders.count": 0,
}

// oddNumber is oddValue of a length of time or a number.
func oddNumber(l *leaf, a *attr) string {
	if l.kind == Duration && l.op == Lt && l.at <= 0 {
		return "no time is shorter than that"
	}
	if a.source != fromAttrs || l.kind != Number {
		return ""
	}
	if a.name == "visitor.hour" && notAnHour(l) {
		return "hours of a day are 0 to 23, so this never holds"
	}
	least, counted := counts[a.name]
	if !counted {
		return ""
	}
	below := l.num < least
	switch l.op {
	case Lt:
		below = l.num <= least
	case Between:
		if math.Floor(l.hi) < l.num {
			return a.name + " counts in whole numbers, and none is between these"
		}
		below = l.hi < least
	case Eq:
		below = below || l.num != float64(int64(l.num))
	case Le:
	default:
		return ""
	}
	if below {
		return a.name + " counts from " + string("01"[int(least)]) + ", so this never holds"
	}
	return ""
}

// notAnHour reports whether no hour of a day, from 0 to 23, is what a comparison asks for.
func notAnHour(l *leaf) bool {
	hour := 0.0
	for hour < 24 && !l.testNumber(hour) {
		hour++
	}
	return hour == 24
}

// oddURL is oddValue of a whole address, which has a scheme and a host, or begins with a slash.
func oddURL(l *leaf, s string) string {
	switch l.op {
	case Eq, Ne, In, NotIn, Prefix:
	default:
		return ""
	}
	begin := s
	if len(begin) > len("https://") {
		begin = begin[:len("https://")]
	}
	scheme, _, ok := strings.Cut(s, "://")
	whole := ok && isScheme(scheme)
	part := l.op == Prefix && strings.HasPrefix("https://", strings.ToLower(begin))
	if s == "" || strings.HasPrefix(s, "/") || whole || part {
		return ""
	}
	return "has no scheme, and every address begins with one, as in \"https://shop.example/\""
}

// weekdays are what visitor.weekday is.
var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// oddName is oddValue of an attribute whose values are names from a list of the world's: countries,
// languages, weekdays and time zones.
func oddName(l *leaf, attr, s string) string {
	whole := l.op == Eq || l.op == Ne || l.op == In || l.op == NotIn
	switch {
	case attr == "visitor.country" && whole && !country(s, l.folds):
		return "is no country; they have codes of two capitals, as in \"EE\""
	case attr == "visitor.country" && whole && strings.EqualFold(s, "UK"):
		return "is no country; the United Kingdom is \"GB\""
	case attr == "visitor.weekday" && whole && !contains(weekdays, s, l.folds):
		return "is no weekday; known: " + list(weekdays)
	case attr == "visitor.weekday" && !whole && !slices.ContainsFunc(weekdays, l.holdsOf):
		return "is in the name of no weekday; known: " + list(weekdays)
	case attr == "visitor.time_zone" && whole && !zoneName(s, l.folds):
		return "is no time zone's name, such as \"Europe/Warsaw\""
	case attr == "visitor.locale" && whole && !languageTag(s):
		return "is no language; they are written as in \"en\" or \"pt-BR\""
	case attr == "visitor.locale" && l.op == Prefix && !languageTag(strings.TrimSuffix(s, "-")):
		return "is no language; they are written as in \"en\" or \"pt-BR\""
	}
	return ""
}

// holdsOf reports whether a comparison is true of a text, or of its opposite where that is asked.
func (l *leaf) holdsOf(s string) bool {
	return l.op == Exists || l.testText(&fact{ok: true, str: s, low: s})
}

func country(s string, folds bool) bool {
	if folds {
		s = strings.ToUpper(s)
	}
	return len(s) == 2 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// plainZones are the names of zones that have no slash.
var plainZones = strings.Fields(`CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0
GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST
MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal
W-SU WET Zulu`)

// zoneName reports whether a text looks like the name of a time zone: Europe/Warsaw, UTC,
// Etc/GMT-3. No list of those with a slash is asked: a browser may know newer ones.
func zoneName(s string, folds bool) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	plain := strings.Trim(s, letters+strings.ToLower(letters)+"0123456789_/+-") == ""
	return plain && (strings.Contains(s, "/") || contains(plainZones, s, folds))
}
