package trigger

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut shortens a text of a visit to MaxText bytes, never inside a character.
func cut(s string) string {
	if len(s) <= MaxText {
		return s
	}
	n := MaxText
	for n > MaxText-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// fold returns the form that all texts share which are equal under simple Unicode case folding.
func fold(s string) string { return strings.Map(foldRune, s) }

// foldRune is the letter by which letters are compared that differ in case alone.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	least := r
	for q := unicode.SimpleFold(r); q != r; q = unicode.SimpleFold(q) {
		least = min(least, q)
	}
	if least >= 'A' && least <= 'Z' {
		least += 'a' - 'A'
	}
	return least
}

// trimSlash drops one trailing slash: a path or URL is the same page with and without it.
func trimSlash(s string) string { return strings.TrimSuffix(s, "/") }

// slashEnd reports whether a pattern's last slash may be met by the end of the text instead.
func slashEnd(pattern string) bool { return len(pattern) > 1 && strings.HasSuffix(pattern, "/") }

// doubled reports a text that ends in two slashes of which the last may be met by the end: that is
// left to the leaf's own test.
func (l *leaf) doubled() bool {
	return l.form.slash() && (l.op == Prefix || l.op == Contains) && strings.HasSuffix(l.str, "//")
}
