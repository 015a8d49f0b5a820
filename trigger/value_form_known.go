package trigger

import "strings"

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
	least, counted := counts[a.name]
	if !counted || a.source != fromAttrs || l.kind != Number {
		return ""
	}
	below := l.num < least
	switch l.op {
	case Lt:
		below = l.num <= least
	case Between:
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

// oddName is oddValue of an attribute whose values are names from a list of the world's: countries
// and languages.
func oddName(l *leaf, attr, s string) string {
	whole := l.op == Eq || l.op == Ne || l.op == In || l.op == NotIn
	switch {
	case attr == "visitor.country" && whole && !country(s, l.folds):
		return "is no country; they have codes of two capitals, as in \"EE\""
	case attr == "visitor.country" && whole && strings.EqualFold(s, "UK"):
		return "is no country; the United Kingdom is \"GB\""
	case attr == "visitor.locale" && whole && !languageTag(s):
		return "is no language; they are written as in \"en\" or \"pt-BR\""
	case attr == "visitor.locale" && l.op == Prefix && !languageTag(strings.TrimSuffix(s, "-")):
		return "is no language; they are written as in \"en\" or \"pt-BR\""
	}
	return ""
}

func country(s string, folds bool) bool {
	if folds {
		s = strings.ToUpper(s)
	}
	return len(s) == 2 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
