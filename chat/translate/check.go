package translate

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of how long a translation is, to its original. Short texts are hardly measured: "OK"
// has long names in some languages.
const (
	measured = 20 // characters
	shortest = 0.2
	longest  = 5
)

// twice finds what is escaped for a page that nobody writes.
var twice = regexp.MustCompile(`&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,6});`)

// Check refuses a translation that cannot be one of the original, whatever engine it comes from:
// ErrUnfit. It lost or changed something that stays, or has an address, a placeholder or a long
// number that the original has not; it has more markup or escaped characters; it is empty, not
// UTF-8, too short, too long, or has characters that people cannot see. The error holds nothing of
// either text.
func Check(original, translation string) error {
	switch {
	case !utf8.ValidString(translation):
		return unfit("not UTF-8")
	case letters(original) > 0 && letters(translation) == 0:
		return unfit("no words")
	case strings.Count(translation, "<") > strings.Count(original, "<"):
		return unfit("markup that was not there")
	case len(twice.FindAllString(translation, -1)) > len(twice.FindAllString(original, -1)):
		return unfit("escaped characters that were not there")
	}
	for _, r := range translation {
		if hidden(r) && !strings.ContainsRune(original, r) {
			return unfit("the character %U, which nobody sees", r)
		}
	}
	was, is := utf8.RuneCountInString(original), utf8.RuneCountInString(translation)
	if is > longest*max(was, 2*measured) || was >= measured && float64(is) < shortest*float64(was) {
		return unfit("%d characters of %d", is, was)
	}
	return sameKept(original, translation)
}

// hidden reports whether a character shows nothing, or turns those around it.
func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return false
	case r == 0x200C || r == 0x200D: // join and part letters, in Persian and in emoji
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029
}

// sameKept compares what stays on both sides.
func sameKept(original, translation string) error {
	left := map[string]int{}
	for _, p := range Cut(original) {
		if p.Kept {
			left[p.Text]++
		}
	}
	for _, p := range Cut(translation) {
		switch {
		case !p.Kept:
		case left[p.Text] > 0:
			left[p.Text]--
		case strings.Contains(original, p.Text): // a word says it twice
		case foreign(p.Text):
			return unfit("an address, a placeholder or a number that was not there")
		}
	}
	for text, n := range left {
		if n > 0 && !strings.Contains(translation, text) {
			return unfit("an address, a placeholder, a number or an emoji is lost")
		}
	}
	return nil
}

// foreign reports whether no translator has a reason to put something in: who follows it, writes to
// it or pays to it goes astray. Short numbers and emoji are words in some languages.
func foreign(kept string) bool {
	digits := 0
	for _, r := range kept {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits > 4 || strings.ContainsAny(kept, "@{") || address(kept)
}
