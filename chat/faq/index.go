package faq

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// Entry is one question with its answer, by language tag.
type Entry struct {
	ID     string
	Ask    map[string]string
	Answer map[string]string
	Words  map[string]string // other words that find it; nobody reads them
}

// Match is an entry in one language.
type Match struct {
	ID     string
	Lang   string // of Ask
	Ask    string
	Answer string
	Score  float64 // how much of what was asked it has, above 0 to 1; 0: nothing was asked
}

// Index is a list of entries, ready to be searched. It is never changed after New, and safe for
// concurrent use. The nil Index has no entries.
//
// Each language has a table of its own: every word of every entry, by its first letters. A word of
// a question is compared with those that begin as it does, so that a search costs what the question
// is long, and hardly grows with the list.
type Index struct {
	entries []Entry
	tables  map[string]*table
}

// table is the words of one language.
type table struct {
	shown []Match
	begin map[string][]word // by the first letters
}

// word is one word of the entries, and where it stands: its weight by entry.
type word struct {
	text string
	in   map[int]float64
	rare float64 // how much it says: more the fewer entries have it
}

// The weight of a word, by where it stands.
const (
	inAsk    = 1
	inAnswer = 0.4
)

// New makes an index. An entry is found in every language that any entry has: in its own words
// where it has that language, else as Find says.
func New(entries []Entry) *Index {
	x := &Index{entries: entries, tables: map[string]*table{}}
	for _, e := range entries {
		for _, texts := range []map[string]string{e.Ask, e.Answer, e.Words} {
			for lang := range texts {
				x.tables[strings.ToLower(lang)] = nil
			}
		}
	}
	x.tables[""] = nil // of whoever speaks none of these
	for lang := range x.tables {
		x.tables[lang] = newTable(entries, lang)
	}
	return x
}

func newTable(entries []Entry, lang string) *table {
	t := &table{begin: map[string][]word{}}
	all := map[string]map[int]float64{}
	for i, e := range entries {
		tag, ask := in(e.Ask, lang)
		_, answer := in(e.Answer, lang)
		_, more := in(e.Words, lang)
		t.shown = append(t.shown, Match{ID: e.ID, Lang: tag, Ask: ask, Answer: answer})
		for _, from := range []struct {
			text   string
			weight float64
		}{{answer, inAnswer}, {ask, inAsk}, {more, inAsk}} {
			for _, w := range wordsOf(from.text) {
				if all[w] == nil {
					all[w] = map[int]float64{}
				}
				all[w][i] = max(all[w][i], from.weight)
			}
		}
	}
	for _, w := range slices.Sorted(maps.Keys(all)) {
		rare := rarity(len(entries), len(all[w]))
		b := beginning(w)
		t.begin[b] = append(t.begin[b], word{w, all[w], rare})
	}
	return t
}

// rarity is how much a word says that some of all entries have.
func rarity(all, some int) float64 { return math.Log1p(float64(all) / float64(some)) }

// in returns a text in a language: as it is asked for, then of the same language elsewhere, then in
// English, then in the first language by its tag.
func in(texts map[string]string, lang string) (tag, text string) {
	tags := slices.Sorted(maps.Keys(texts))
	for _, want := range []string{lang, base(lang), "en"} {
		for _, tag := range tags {
			if strings.EqualFold(tag, want) {
				return tag, texts[tag]
			}
		}
		for _, tag := range tags {
			if want != "" && strings.EqualFold(base(tag), base(want)) {
				return tag, texts[tag]
			}
		}
	}
	if len(tags) == 0 {
		return "", ""
	}
	return tags[0], texts[tags[0]]
}

// base is the language of a tag, without its region.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return strings.ToLower(lang)
}

// table returns the one of a language.
func (x *Index) table(lang string) *table {
	for _, l := range []string{strings.ToLower(lang), base(lang), ""} {
		if t, ok := x.tables[l]; ok {
			return t
		}
	}
	return nil
}

// All returns every entry in a language, in the order of New.
func (x *Index) All(lang string) []Match {
	if x == nil {
		return nil
	}
	return slices.Clone(x.table(lang).shown)
}
