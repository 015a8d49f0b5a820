package people

import (
	"strings"
	"unicode"
)

// fold is a rune as vocabularies know it: small, without marks, and with the digits, dashes and
// signs of every script as the plain ones. Zero says that it means nothing: marks above and below
// letters, and what turns the direction of writing.
func fold(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E: // the wide forms beside Chinese
		r -= 0xFEE0
	case r >= 0x0660 && r <= 0x0669: // Arabic digits
		return '0' + r - 0x0660
	case r >= 0x06F0 && r <= 0x06F9:
		return '0' + r - 0x06F0
	}
	if plain, ok := plainRunes[r]; ok {
		return plain
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return 0
	}
	if r != '\n' && unicode.IsSpace(r) {
		return ' '
	}
	r = unicode.ToLower(r)
	if plain, ok := plainRunes[r]; ok {
		return plain
	}
	return r
}

// foldText folds a whole phrase.
func foldText(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r = fold(r); r != 0 && r != '\'' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var plainRunes = func() map[rune]rune {
	plain := map[rune]rune{}
	for to, from := range map[rune]string{
		'-': "‐‑‒–—―−﹣～〜~", ',': "،、·•", ';': "؛。", ':': "∶：︰", '\n': "\r\u2028\u2029", '\'': "’‘ʼ`´",
		'a': "ąäáàâã", 'c': "ćčç", 'e': "ęéèêë", 'i': "íìî", 'l': "ł", 'n': "ńñ", 'o': "óöõòô", 's': "śšß", 'u': "üúùû", 'z': "źżž",
		'ا': "أإآٱ", 'ي': "ىئ", 'ه': "ة", 'و': "ؤ",
	} {
		for _, r := range from {
			plain[r] = to
		}
	}
	for digit, r := range []rune("⁰¹²³⁴⁵⁶⁷⁸⁹") {
		plain[r] = '0' + rune(digit)
	}
	plain['°'], plain['º'] = '0', '0'
	plain['ـ'] = 0 // stretches an Arabic word
	return plain
}()
