package trigger

import (
	"regexp"
	"strings"
	"unicode"
)

// pages is a compiled Config.Never or Config.Only: places and globs over places, each with
// everything below it.
//
// Most entries are plain paths, which are compared as texts; only those with * or ? become
// patterns.
type pages struct {
	paths []string
	globs []leaf
}

// holds reports whether one of the places of an address is one of the pages. It also says yes when
// the budget is used up.
func (p *pages) holds(places []string, b *budget) bool {
	for _, place := range places {
		for _, path := range p.paths {
			// Below it, and not only beginning with it: /checkout does not keep /checkouts free.
			if rest, ok := strings.CutPrefix(place, path); ok && (rest == "" || rest[0] == '/' || path == "/") {
				return true
			}
		}
		for i := range p.globs {
			// Where the patterns take too long, the page is taken for one of them: a prompt less
			// is better than one on the checkout.
			if g := &p.globs[i]; !b.spend(g, place) || g.re.MatchString(place) {
				return true
			}
		}
	}
	return false
}

// page compiles one entry of Config.Never.
func (b *builder) page(p *pages, entry, at string) {
	if reason := badPage(entry); reason != "" {
		b.faults.add(at, reason)
		return
	}
	// It has passed badPage, so it is decoded already but for width and case of letters.
	text, _ := decoded(entry)
	if !strings.ContainsAny(text, "*?") {
		p.paths = append(p.paths, cleaned(text, true))
		return
	}
	g := leaf{op: Glob}
	b.program(&g, pageExpr(text), at)
	p.globs = append(p.globs, g)
}

// badPage says why an entry could match nothing, or something else than it says; "" if it is fine.
//
// Each refusal is a form that some other program uses for such lists, or what comes from copying
// an address. A taboo that is misread is found out by a visitor at the checkout, so none is
// guessed.
func badPage(entry string) string {
	switch {
	case len(entry) > maxPattern:
		return "longer than 256 bytes"
	case !strings.HasPrefix(entry, "/") && !strings.HasPrefix(entry, "*"):
		return `a path or a glob over it is expected, such as "/checkout"`
	case strings.HasPrefix(entry, "*") && !strings.HasPrefix(entry, "*/") && !strings.HasPrefix(entry, "**"):
		return `every path begins with a slash, which * does not cross; ** does, as in "**checkout**"`
	case strings.Contains(entry, "#"):
		return `a fragment cannot be told apart; a path is expected, which meets "/#/checkout" as well`
	case strings.ContainsAny(entry, `;\`):
		return `a path without ; and \ is expected`
	case unpercent(entry) != entry:
		return "a path is written decoded, without %XX"
	case asks(entry):
		return "a path has no query; a suppress rule on page.query.<key> is for that"
	}
	for segment := range strings.SplitSeq(entry, "/") {
		switch {
		case segment == "." || segment == "..":
			return "a path without dot segments is expected"
		case strings.TrimSpace(segment) != segment, strings.ContainsFunc(segment, unicode.IsControl):
			return "a path without blanks is expected"
		case strings.TrimRight(segment, ".") != segment:
			return "no part of a path ends with a dot"
		}
	}
	return ""
}

// asks reports whether a ? begins a query: a word follows it, or a = or & comes later.
func asks(entry string) bool {
	i := strings.IndexByte(entry, '?')
	if i < 0 {
		return false
	}
	rest := strings.TrimLeft(entry[i:], "?")
	return strings.ContainsAny(rest, "=&") || rest != "" && (unicode.IsLetter(rune(rest[0])) || rest[0] == '_')
}

// pageExpr writes a glob over places as a regexp: as globExpr, but /**/ is also one slash, and
// everything below is meant.
func pageExpr(glob string) string {
	for strings.Contains(glob, "//") {
		glob = strings.ReplaceAll(glob, "//", "/")
	}
	for strings.Contains(glob, "/**/**") {
		glob = strings.ReplaceAll(glob, "/**/**", "/**")
	}
	// Everything below a page is meant anyway, so an end that says so is dropped.
	for _, end := range []string{"/", "/**", "/*", "/"} {
		// The order counts: what is before the stars may end with a slash again.
		glob = strings.TrimSuffix(glob, end)
	}
	var b strings.Builder
	b.WriteString("(?s)^")
	for rest := glob; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "/**/"):
			b.WriteString("/(?:.*/)?")
			rest = rest[len("/**/"):]
		case strings.HasPrefix(rest, "**"):
			b.WriteString(".*")
			rest = strings.TrimLeft(rest, "*")
		case rest[0] == '*':
			b.WriteString("[^/]*")
			rest = rest[1:]
		case rest[0] == '?':
			b.WriteString("[^/]")
			rest = rest[1:]
		default:
			i := strings.IndexAny(rest[1:], "*?/") + 1
			if i == 0 {
				i = len(rest)
			}
			b.WriteString(regexp.QuoteMeta(rest[:i]))
			rest = rest[i:]
		}
	}
	// And everything below.
	b.WriteString("(?:/.*)?$")
	return b.String()
}
