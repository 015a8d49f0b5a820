package translate

import (
	"regexp"
	"strings"
	"unicode"
)

// Piece is a part of a text: words, or something that stays as it is.
type Piece struct {
	Text string
	Kept bool // no engine may change it
}

// keeps finds what stays as it is. Of what begins at one place the first kind counts: an address of
// the web, one of mail, a placeholder, a telephone number, a number or name with digits, emoji.
var keeps = regexp.MustCompile(`(?i:https?://|www\.)[^\s<>"]+` +
	`|[\p{L}\p{Nd}._%+-]+@[\p{L}\p{Nd}-]+(?:\.[\p{L}\p{Nd}-]+)+` +
	`|\{\{[^{}\n]{1,64}\}\}|\{[^{}\n]{1,64}\}` +
	`|\+\p{Nd}[\p{Nd} ()-]{5,18}\p{Nd}` +
	`|[#№]?[A-Za-z\p{Nd}]+(?:[-/._:][A-Za-z\p{Nd}]+)*` +
	`|[` + emoji + `](?:[` + emoji + joins + `])*|[0-9#*]\x{FE0F}?\x{20E3}`)

// The characters of emoji, and those that join or colour them.
const (
	emoji = `\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}\x{2B00}-\x{2BFF}\x{2300}-\x{23FF}` +
		`\x{2190}-\x{21FF}\x{E0020}-\x{E007F}`
	joins = `\x{FE0F}\x{200D}\x{20E3}`
)

// trailing is what ends a sentence, and no address.
const trailing = `.,;:!?)]}'"…»”`

// Cut returns the pieces of a text, which together are the text. O(len(text)).
func Cut(text string) (all []Piece) {
	from := 0
	for _, at := range keeps.FindAllStringIndex(text, -1) {
		kept := text[at[0]:at[1]]
		if address(kept) {
			kept = strings.TrimRight(kept, trailing)
		}
		if !stays(kept) {
			continue
		}
		if at[0] > from {
			all = append(all, Piece{Text: text[from:at[0]]})
		}
		all = append(all, Piece{Text: kept, Kept: true})
		from = at[0] + len(kept)
	}
	if from < len(text) {
		all = append(all, Piece{Text: text[from:]})
	}
	return all
}

// address reports whether a piece is an address of the web.
func address(s string) bool {
	s = strings.ToLower(s)
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") ||
		strings.HasPrefix(s, "www.")
}

// stays reports whether what was found is to stay. A word does only with digits in it: three of
// them, as numbers of orders have, or one with capitals and a mark, as articles have (M-12). "20th"
// and "2-3" are words.
func stays(s string) bool {
	digits, capital, mark, plain := 0, false, false, true
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r >= 'A' && r <= 'Z':
			capital = true
		case r == '-' || r == '/' || r == '_' || r == '.' || r == ':':
			mark = true
		case r == '#' || r == '№':
		case r < 'a' || r > 'z':
			plain = false
		}
	}
	switch {
	case !plain || address(s):
		return s != ""
	case s[0] == '#' || strings.HasPrefix(s, "№"):
		return digits > 0
	}
	return digits >= 3 || digits > 0 && capital && mark
}

// letters counts the letters of a text.
func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// Empty reports whether a text has nothing to translate: no letter outside of what stays.
func Empty(text string) bool {
	for _, p := range Cut(text) {
		if !p.Kept && letters(p.Text) > 0 {
			return false
		}
	}
	return true
}
