package faq

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// begins is by how many letters words are kept, and how many they must share at least.
const begins = 4

// wordsOf returns the words of a text, folded, each once, without those that say nothing. Letters
// of scripts without spaces between words come as pairs.
func wordsOf(text string) (all []string) {
	seen := map[string]bool{}
	add := func(w string) {
		if w != "" && !seen[w] && !silent[w] {
			seen[w] = true
			all = append(all, w)
		}
	}
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, w := range strings.FieldsFunc(fold(text), split) {
		if pairs := dense(w); pairs != nil {
			for _, p := range pairs {
				add(p)
			}
			continue
		}
		w = bare(w)
		if letters(w) > 1 || strings.ContainsFunc(w, unicode.IsDigit) {
			add(w)
		}
	}
	return all
}

// fold writes a text small, without accents and vowel signs, and with digits of 0 to 9.
func fold(text string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(text, " ") {
		if r > 0xff00 && r < 0xff5f { // full width
			r -= 0xfee0
		}
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\u0640' || r == '\u2019' || r == '\'':
			// "don't" is one word, and so is one that is drawn out
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case folded[r] != "":
			b.WriteString(folded[r])
		default:
			b.WriteRune(digit(r))
		}
	}
	return b.String()
}

// digit returns a digit of another script as one of 0 to 9.
func digit(r rune) rune {
	for _, zero := range []rune{0x660, 0x6f0, 0x966} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

// dense returns the pairs of characters of a run without spaces, such as one of Chinese; nil for a
// word of another script.
func dense(w string) (pairs []string) {
	rs := []rune(w)
	apart := func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	}
	if !apart(rs[0]) {
		return nil
	}
	if len(rs) == 1 {
		return []string{w}
	}
	for i := range len(rs) - 1 {
		pairs = append(pairs, string(rs[i:i+2]))
	}
	return pairs
}

// bare takes the article from a word of Arabic.
func bare(w string) string {
	if rest, ok := strings.CutPrefix(w, "ال"); ok && letters(rest) >= 3 {
		return rest
	}
	return w
}

// beginning is the letters that a word is kept by.
func beginning(w string) string {
	n := 0
	for i := range w {
		if n == begins {
			return w[:i]
		}
		n++
	}
	return w
}

func letters(w string) int { return utf8.RuneCountInString(w) }

// folded is what letters with accents are without them.
var folded = func() map[rune]string {
	m := map[rune]string{
		'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'ø': "o",
		'ł': "l", 'đ': "d", 'ı': "i",
		'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ة': "ه", 'ؤ': "و", 'ئ': "ي",
	}
	for base, all := range map[string]string{
		"a": "àáâãäåāăą", "c": "çćĉċč", "d": "ď", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ",
		"i": "ìíîïĩīĭį", "j": "ĵ", "k": "ķ", "l": "ĺļľŀ", "n": "ñńņň", "o": "òóôõöōŏő",
		"r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
		"е": "ё", "и": "й",
	} {
		for _, r := range all {
			m[r] = base
		}
	}
	return m
}()

// silent are folded words that say nothing of what is asked, in the languages of the pages.
var silent = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		the an is are am was be to of in on at it my me you your we our us for and or with
		this that
		can could do does did will would how what when where why which who have has had
		there from if
		please hello hi need want not no
		ja on ei see mis kus kas kui kuidas millal miks kes mu minu ma mina te teie oma ole
		olen saan
		voi ning et siis tere palun
		i w na z do za to jest sa nie tak czy jak co kiedy gdzie dlaczego kto moj moja moje
		mam mi
		sie od po prosze dzien dobry
		dan di ke dari yang apa apakah bagaimana kapan mana mengapa siapa saya anda ini itu
		ada untuk
		tidak bisa dengan
		هل ما ماذا كيف متى اين لماذا من في على الى عن انا هذا هذه لا او
		什么 怎么 怎样 如何 哪里 什麼`) {
		m[w] = true
	}
	return m
}()
