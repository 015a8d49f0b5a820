package translate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Least is how many letters a text has of which common words tell the language. Of a shorter one
// it is told where there is no doubt. A character of Chinese, Japanese, Korean or Thai counts as
// three.
const Least = 20

// The shortest texts of which it is told: in a script of one language alone, and in one of many.
// What is written in Han alone may be Chinese or Japanese, and needs Least.
const (
	fewest      = 6
	fewestMixed = 8
)

// Detect returns the language of a text, such as "et", or "" where it cannot tell: too few letters,
// two languages alike, or one it does not know. What stays in a translation, such as addresses, is
// no part of the text. O(len(text)).
//
// A script of one language decides by itself, where at least two thirds of the letters are of it.
// Latin, Cyrillic, Arabic and Devanagari are written in many: there common words and the letters
// of few languages are counted, each by how few languages have it, and the best must be well before
// the second: in a text of less than Least letters twice as far, with more than one word for it.
func Detect(text string) string {
	var b strings.Builder
	for _, p := range Cut(text) {
		if !p.Kept {
			b.WriteString(p.Text)
		}
		b.WriteByte(' ')
	}
	text = b.String()
	count, all := scripts(text)
	if all < fewest {
		return ""
	}
	for _, s := range byScript {
		n := 0
		for _, name := range s.scripts {
			n += count[name]
		}
		switch {
		case 3*n < 2*all || n < fewest, n < Least && s.lang == "zh":
		case s.needs != "" && 20*count[s.needs] < n: // kana among Han
		case s.lang != "":
			return s.lang
		default:
			return byWords(text, s.scripts[0], n)
		}
	}
	return ""
}

// byScript are scripts in the order in which they are tried, and the language that each tells; none
// where many are written in it.
var byScript = []struct {
	scripts []string
	needs   string
	lang    string
}{
	{[]string{"Hiragana", "Katakana", "Han"}, "Hiragana", "ja"},
	{[]string{"Han"}, "", "zh"},
	{[]string{"Hangul"}, "", "ko"},
	{[]string{"Thai"}, "", "th"},
	{[]string{"Greek"}, "", "el"},
	{[]string{"Hebrew"}, "", "he"},
	{[]string{"Georgian"}, "", "ka"},
	{[]string{"Armenian"}, "", "hy"},
	{[]string{"Arabic"}, "", ""},
	{[]string{"Cyrillic"}, "", ""},
	{[]string{"Devanagari"}, "", "hi"},
	{[]string{"Latin"}, "", ""},
}

// dense are scripts in which a character is about a syllable or a word.
var dense = map[string]bool{
	"Han": true, "Hiragana": true, "Katakana": true, "Hangul": true, "Thai": true,
}

// scripts counts letters by script, and all of them.
func scripts(text string) (count map[string]int, all int) {
	count = map[string]int{}
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		name := "Latin"
		if r > 'z' {
			name = scriptOf(r)
		}
		n := 1
		if dense[name] {
			n = 3
		}
		count[name] += n
		all += n
	}
	return count, all
}

func scriptOf(r rune) string {
	for _, s := range byScript {
		for _, name := range s.scripts {
			if unicode.Is(unicode.Scripts[name], r) {
				return name
			}
		}
	}
	return ""
}

// byWords tells languages of one script apart, of which a text has so many letters.
func byWords(text, script string, letters int) string {
	score := map[string]float64{}
	n := 0
	give := func(langs []string, most float64) {
		for _, lang := range langs {
			score[lang] += most / float64(len(langs))
		}
	}
	for _, word := range wordsOf(strings.ToLower(text)) {
		n++
		give(words[script][word], 1)
		for _, r := range word {
			if r > 'z' {
				give(marks[script][r], 0.5)
			}
		}
	}
	best, second := "", ""
	for lang := range score {
		switch {
		case best == "" || better(score, lang, best):
			best, second = lang, best
		case second == "" || better(score, lang, second):
			second = lang
		}
	}
	doubt := letters < fewestMixed || n < 2 || score[best] < 1.5 || score[best] < 2*score[second]
	if letters < Least && doubt {
		return ""
	}
	if best == "" || score[best] < 0.08*float64(n) || score[best] < 0.4 ||
		score[best] < 1.2*score[second] {
		return ""
	}
	return best
}

// wordsOf are the words of a text, and the parts of those with hyphens in them. A part of one
// letter is no word: the "e" of "e-mail" is not the "and" of Italian.
func wordsOf(text string) (all []string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '-'
	}) {
		parts := strings.FieldsFunc(word, func(r rune) bool { return r == '-' })
		for _, part := range parts {
			if len(parts) == 1 || utf8.RuneCountInString(part) > 1 {
				all = append(all, part)
			}
		}
	}
	return all
}

// better orders languages by their score, and those of the same score by name.
func better(score map[string]float64, a, b string) bool {
	return score[a] > score[b] || score[a] == score[b] && a < b
}
