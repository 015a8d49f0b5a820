package trigger

import (
	"slices"
	"unicode/utf8"
)

// didYouMean is "; did you mean …?" with the nearest of the names, or empty where none is near. The
// names may come in any order.
func didYouMean(word string, names []string) string {
	// No name is that long, and the comparison takes time that grows with the square of it.
	if len(word) > 64 {
		return ""
	}
	if other, ok := otherWords[word]; ok && slices.Contains(names, other) {
		return "; did you mean " + quote(other) + "?"
	}
	// A third of the letters at most, and never more than two: "or" is not near "by".
	near, most := "", min(2, utf8.RuneCountInString(word)/3)
	for _, name := range names {
		// Of names that are equally near the first by name, so that the suggestion is always the
		// same.
		if d := edits(word, name); d <= most && (near == "" || d < most || name < near) {
			near, most = name, d
		}
	}
	if near == "" {
		return ""
	}
	return "; did you mean " + quote(near) + "?"
}

// otherWords are what other languages of rules call ours.
var otherWords = map[string]string{
	"and": "all", "or": "any", "none": "not", "conditions": "when", "if": "when", "actions": "do", "then": "do", "attribute": "attr", "field": "attr",
	"operator": "op", "values": "value", "percentage": "percent", "name": "id", "description": "note", "active": "enabled", "disabled": "enabled",
	"startswith": "prefix", "starts_with": "prefix", "endswith": "suffix", "ends_with": "suffix", "equals": "eq", "equal": "eq", "is_not": "ne",
	"not_equals": "ne", "matches": "regexp", "regex": "regexp", "gte": "ge", "lte": "le", "nin": "not_in", "one_of": "in", "includes": "contains",
	"==": "eq", "=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
}

// edits returns how many letters have to be put in, taken out, changed or swapped to make one word
// the other; blanks, signs and capitals do not count.
func edits(a, b string) int {
	x, y := withoutSigns(a), withoutSigns(b)
	var older, before []int
	row := make([]int, len(y)+1)
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
			// Two letters that changed places are one slip, and not two.
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
	}
	return row[len(y)]
}

// withoutSigns drops what people mix up: "pageDwell", "page_dwell" and "page.dwell" are the same
// then.
func withoutSigns(word string) (plain []rune) {
	for _, r := range word {
		switch {
		case r >= 'A' && r <= 'Z':
			plain = append(plain, r+'a'-'A')
		case r != '.' && r != '_' && r != '-' && r != ' ':
			plain = append(plain, r)
		}
	}
	return plain
}

// memberNames are the names that some object of the rules has.
var memberNames = []string{
	"rules", "id", "note", "enabled", "type", "priority", "group", "groups", "on", "when", "do", "hold", "from", "until", "rollout", "variants",
	"limits", "quiet", "all", "any", "not", "attr", "op", "value", "fold", "percent", "seed", "by", "range", "weight", "max", "per", "scope",
	"dismissed", "engaged", "chat_ended", "text", "expire", "queue", "tag", "form", "url", "name", "data",
	"skill", "level",
}
