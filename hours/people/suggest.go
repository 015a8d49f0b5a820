package people

import "unicode/utf8"

// unknown is the fault of a word that the language does not have.
func (p *parser) unknown(t token) bool {
	p.foreign = p.foreign || p.wrong == nil
	return p.fail(t.at, "%q is not known", t.text)
}

// hint is what a foreign word may have been meant for: the nearest one of all languages.
func hint(word string) string {
	word = foldText(word)
	near, spelled, most := "", "", min(2, utf8.RuneCountInString(word)/3)
	for _, v := range vocabularies() {
		for phrase, m := range v.phrases {
			d := edits(word, phrase, most+1)
			// Most words of four letters are near one that is none of theirs: "nine" is not "ning".
			if utf8.RuneCountInString(word) < 5 && m.sense != senseDays {
				continue
			}
			if d > most || utf8.RuneCountInString(phrase) < 3 {
				continue
			}
			if near == "" || d < most || phrase < near {
				near, spelled, most = phrase, v.spelled[phrase], d
			}
		}
	}
	if near == "" {
		return ": want days and hours, as in Mon-Fri 9:00-17:00"
	}
	return ": did you mean \"" + spelled + "\"?"
}

// edits is how many letters have to be put in, taken out, changed or swapped to make one word the
// other; most, if that is no less.
func edits(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= most || len(y)-len(x) >= most || most == 0 {
		return most
	}
	before, row := make([]int, len(y)+1), make([]int, len(y)+1)
	var older []int
	for j := range row {
		row[j] = j
	}
	for i := range x {
		older, before, row = before, row, make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(before[j]+cost, before[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
	}
	return min(row[len(y)], most)
}
