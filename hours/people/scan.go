package people

import (
	"strings"
	"unicode"
)

// piece is the smallest part of a text: a word, a number, or one sign. A Chinese character is a
// word of its own.
type piece struct {
	text   string // folded
	at     int    // the byte it begins at, from 0
	end    int
	apart  bool // a blank stands before it
	number bool
}

// scan cuts a text into pieces.
func scan(text string) (pieces []piece) {
	var word strings.Builder
	var last rune
	start, end, apart, high := 0, 0, false, false
	flush := func() {
		if word.Len() > 0 {
			pieces = append(pieces, piece{text: word.String(), at: start, end: end, apart: apart, number: isDigit(last)})
			word.Reset()
			apart = false
		}
	}
	for at, raw := range text {
		r := fold(raw)
		switch {
		case r == 0 || r == '\'' && word.Len() > 0 && unicode.IsLetter(last):
			continue
		case r == ' ':
			flush()
			apart = true
			continue
		}
		joined := word.Len() > 0 && (isDigit(r) && isDigit(last) || unicode.IsLetter(r) && unicode.IsLetter(last) && !isHan(r) && !isHan(last))
		if raised := isRaised(raw); raised != high { // "9³⁰" is "9:30"
			if high = raised; raised && joined {
				flush()
				pieces = append(pieces, piece{text: ":", at: at, end: at})
			}
			joined = false
		}
		if !joined {
			flush()
			start = at
		}
		word.WriteRune(r)
		last, end = r, at+len(string(raw))
		if raw == unicode.ReplacementChar {
			end = at + 1 // a byte that is no UTF-8 is one byte long
		}
	}
	flush()
	return countHan(pieces)
}

// isRaised tells whether a rune is one of the small digits above the line in which doors write
// minutes: "9³⁰". Signs for degrees stand for their noughts.
func isRaised(r rune) bool { return strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹°º", r) }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isHan(r rune) bool   { return unicode.Is(unicode.Han, r) }

const (
	hanDigits = "零一二三四五六七八九"
	hanHours  = "点點时時"
)

// countHan writes a Chinese number in digits that stands before an hour's sign, 九点, 十二点, 二十点, or
// between one and the sign of minutes, 三十分.
func countHan(pieces []piece) []piece {
	kept := pieces[:0]
	for i := 0; i < len(pieces); i++ {
		j := i
		for j < len(pieces) && (j == i || !pieces[j].apart) && strings.Contains(hanDigits+"十两", pieces[j].text) {
			j++
		}
		behind := i > 0 && strings.Contains(hanHours, pieces[i-1].text) && !pieces[i].apart
		if j == i || j == len(pieces) ||
			!strings.Contains(hanHours, pieces[j].text) && !(behind && pieces[j].text == "分") {
			kept = append(kept, pieces[i])
			continue
		}
		var number strings.Builder
		for k := i; k < j; k++ {
			switch digit := strings.Index(hanDigits, pieces[k].text) / 3; {
			case pieces[k].text == "两":
				number.WriteByte('2')
			case pieces[k].text != "十":
				number.WriteByte('0' + byte(digit))
			default:
				if k == i {
					number.WriteByte('1')
				}
				if k == j-1 {
					number.WriteByte('0')
				}
			}
		}
		kept = append(kept, piece{text: number.String(), at: pieces[i].at, end: pieces[j-1].end, apart: pieces[i].apart, number: true})
		i = j - 1
	}
	return kept
}
