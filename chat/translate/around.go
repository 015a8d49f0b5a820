package translate

import (
	"strings"
	"unicode"
)

// Around is a text for an engine that leaves nothing alone: Parts are what is sent, each by itself,
// and what stays never leaves the house.
type Around struct {
	Parts []string
	// between is what stands before each part, and after the last.
	between []string
}

// Divide makes an Around of a text. Lines are parts of their own: engines lose breaks.
func Divide(text string) (a Around) {
	stays := ""
	for _, p := range Cut(text) {
		if p.Kept {
			stays += p.Text
			continue
		}
		for line := range strings.Lines(p.Text) {
			words := strings.TrimFunc(line, func(r rune) bool { return !spoken(r) })
			if letters(words) == 0 {
				stays += line
				continue
			}
			at := strings.Index(line, words)
			a.between = append(a.between, stays+line[:at])
			a.Parts = append(a.Parts, words)
			stays = line[at+len(words):]
		}
	}
	a.between = append(a.between, stays)
	return a
}

// spoken reports whether a part may begin or end with a character: a sentence keeps its marks.
func spoken(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) ||
		strings.ContainsRune(`.!?¿¡"'«»“”„()，。！？、،؟`, r)
}

// Restore puts the translations of the parts in their places. Each must be of one line, and there
// must be as many as there are parts.
func (a Around) Restore(translations []string) (string, error) {
	if len(translations) != len(a.Parts) {
		return "", unfit("%d translations of %d parts", len(translations), len(a.Parts))
	}
	var b strings.Builder
	for i, t := range translations {
		t = strings.TrimSpace(t)
		if t == "" {
			return "", unfit("a part without words")
		}
		if strings.ContainsAny(t, "\n\r") {
			return "", unfit("a line break that was not there")
		}
		b.WriteString(a.between[i])
		b.WriteString(t)
	}
	b.WriteString(a.between[len(a.Parts)])
	return b.String(), nil
}
