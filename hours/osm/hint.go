package osm

import (
	"slices"
	"strings"
)

// meant says what was probably meant by what stands here, to be put behind a fault: the notation
// has capitals, short names and plain dashes, and people who know it by sight write others.
func (p *parser) meant() string {
	rest := p.text[p.at:]
	end := 0
	for end < len(rest) && isWord(rest[end]) && (rest[end] < '0' || rest[end] > '9') {
		end++
	}
	switch word := rest[:end]; {
	case len(word) > 1:
		if name := shortName(word); name != "" && name != word {
			return `: did you mean "` + name + `"?`
		}
	case strings.HasPrefix(rest, "–"), strings.HasPrefix(rest, "—"):
		return `: a dash is a plain "-"`
	case rest == "" && strings.HasSuffix(strings.TrimSpace(p.text), ";"):
		return `: nothing stands behind the last ";"`
	}
	return ""
}

// shortName is the name of the weekday or month that a word begins with, in any case, or "off" and
// PH; or nothing.
func shortName(word string) string {
	var found []string
	for _, name := range slices.Concat(weekdayNames, monthNames) {
		long := len(word) >= len(name) && strings.EqualFold(word[:len(name)], name)
		if long && (len(word) == len(name) || len(name) == 3 || isWeekday(word)) {
			found = append(found, name)
		}
	}
	for _, name := range []string{"off", "closed", "PH", "SH"} {
		if strings.EqualFold(word, name) {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// isWeekday tells whether a word is the beginning of the whole name of a weekday: "Tues".
func isWeekday(word string) bool {
	word = strings.ToLower(word)
	for _, name := range []string{
		"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
	} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return false
}
