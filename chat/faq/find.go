package faq

import (
	"cmp"
	"slices"
	"strings"
)

const (
	// maxWords is how many words of a question count, and maxAsked how many bytes of it are read.
	maxWords = 32
	maxAsked = 2000
	// alike is how much two words count that only begin alike.
	alike = 0.7
	// least is how much of what was asked an entry must have.
	least = 0.3
	// unknown is how much a word counts that no entry has, of one that a single entry has.
	unknown = 0.5
)

// Find returns the entries that a text asks for, the best first, at most n. Of two that are equally
// good the earlier one of New is first. A text of a language that no entry has is compared with the
// entries in English, else in the first language that each has.
//
// An entry is found if it has at least three tenths of what was asked. A word counts by how few
// entries have it, less where it stands in the answer alone, and less where it only begins alike:
// at least four letters and three fifths of the longer word. The last word may be unfinished: it
// counts from its third letter on. A word that no entry has counts half. Words that say nothing,
// such as "the", do not count, nor do numbers that no entry has. The first 2,000 bytes and 32 words
// are read.
func (x *Index) Find(lang, text string, n int) []Match {
	if x == nil || n <= 0 {
		return nil
	}
	t := x.table(lang)
	text = text[:min(len(text), maxAsked)]
	asked := wordsOf(text)
	asked = asked[:min(len(asked), maxWords)]
	scores := make([]float64, len(t.shown))
	whole := 0.0
	for i, w := range asked {
		whole += t.score(w, i == len(asked)-1, scores)
	}
	var found []Match
	for i, s := range scores {
		if whole > 0 && s/whole >= least {
			m := t.shown[i]
			m.Score = min(1, s/whole)
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	return found[:min(len(found), n)]
}

// score adds to each entry what one word of a question is worth in it, and returns what the word is
// worth at most. Last says that more of it may come.
func (t *table) score(asked string, last bool, scores []float64) (worth float64) {
	best := map[int]float64{}
	for _, w := range t.near(asked, last) {
		how := likeness(asked, w.text, last)
		if how == 0 {
			continue
		}
		worth = max(worth, w.rare)
		for i, weight := range w.in {
			best[i] = max(best[i], how*weight*w.rare)
		}
	}
	for i, s := range best {
		scores[i] += s
	}
	switch {
	case worth == 0 && strings.ContainsAny(asked, "0123456789"):
		return 0 // the number of an order, or the like
	case worth == 0: // a word that no entry has
		return unknown * rarity(len(t.shown), 1)
	}
	return worth
}

// near returns the words that may be like one.
func (t *table) near(asked string, last bool) []word {
	if all, ok := t.begin[beginning(asked)]; ok || !last || letters(asked) >= begins {
		return all
	}
	var all []word // fewer letters than words are kept by
	for b, ws := range t.begin {
		if strings.HasPrefix(b, asked) {
			all = append(all, ws...)
		}
	}
	return all
}

// likeness is how much two words are one, 0 to 1.
func likeness(asked, has string, last bool) float64 {
	if asked == has {
		return 1
	}
	if last && letters(asked) >= 3 && strings.HasPrefix(has, asked) {
		return alike
	}
	a, b := []rune(asked), []rune(has)
	common := 0
	for common < min(len(a), len(b)) && a[common] == b[common] {
		common++
	}
	if common >= begins && 5*common >= 3*max(len(a), len(b)) {
		return alike
	}
	return 0
}
