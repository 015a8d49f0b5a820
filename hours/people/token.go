package people

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// token is a piece, or several, with a meaning.
type token struct {
	kind    kind
	meaning meaning
	time    reading
	at, end int // bytes of the text
	text    string
}

type kind uint8

const (
	isWord  kind = iota // has a meaning
	isTime              // has a time
	isBreak             // a comma, semicolon, line end or slash
	isWrong             // nothing known
)

// reading is a time as it stands there, before it is known which half of the day is meant.
type reading struct {
	hour, minute int
	exact        bool // written with two digits for the hour and two for the minute
	early        bool // written with a zero first, or as an hour of a clock that counts to 24
	half         sense
}

// tokens gives the pieces the meanings they have in a vocabulary.
func (v *vocabulary) tokens(text string, pieces []piece) (list []token) {
	for i := 0; i < len(pieces); {
		t, n := v.token(text, pieces[i:], list)
		if t.kind == isWord && t.meaning.sense == 0 { // a dot that ends a short form
			i += n
			continue
		}
		list = append(list, t)
		if i += n; t.kind != isTime || v.code != "et" {
			continue
		}
		end, n := ending(pieces[i:])
		if i += n; end == "ni" && !endsAlready(list) {
			list = append(list[:len(list)-1], token{meaning: meaning{sense: senseTo}, at: t.at, end: t.at}, t)
		}
	}
	return list
}

// endsAlready tells whether "until" stands before the last time, as in "kuni kella 17ni".
func endsAlready(list []token) bool {
	for i := len(list) - 2; i >= 0; i-- {
		switch s := list[i].meaning.sense; {
		case s == senseTo:
			return true
		case s != senseIdle && s != senseOclock && (s < senseMorning || s > senseNight):
			return false
		}
	}
	return false
}

// ending is what Estonian puts behind a number, "9st", "17ni", "9-st", and how many pieces it
// takes.
func ending(pieces []piece) (end string, n int) {
	for n = range min(2, len(pieces)) {
		switch p := pieces[n]; {
		case p.apart:
			return "", 0
		case p.text == "ni" || p.text == "st":
			return p.text, n + 1
		case p.text != "-":
			return "", 0
		}
	}
	return "", 0
}

// token is what begins with the first piece, and how many pieces it takes.
func (v *vocabulary) token(text string, pieces []piece, before []token) (token, int) {
	taken := func(t token, n int) (token, int) {
		t.at, t.end = pieces[0].at, pieces[n-1].end
		t.text = text[t.at:t.end]
		return t, n
	}
	m, n := v.phrase(pieces)
	first := pieces[0]
	switch {
	case n > 0 && !(first.number && len(before) > 0 && before[len(before)-1].meaning.sense == senseTo):
		return taken(token{meaning: m}, n)
	case first.number:
		if r, n := readTime(pieces); n > 0 {
			return taken(token{kind: isTime, time: r}, n)
		}
	case first.text == "-":
		return taken(token{meaning: meaning{sense: senseTo}}, 1)
	case first.text == "." && len(pieces) > 1 && pieces[1].text == "." && !pieces[1].apart:
		// "Mon..Fri"
		return taken(token{meaning: meaning{sense: senseTo}}, 2)
	case first.text == "." && len(before) > 0 && v.sentence(before[len(before)-1], pieces[1:]):
		return taken(token{kind: isBreak}, 1)
	case first.text == "." && len(before) > 0, strings.Contains(":()[]*", first.text):
		return taken(token{}, 1)
	case strings.Contains(",;/|\n", first.text):
		return taken(token{kind: isBreak}, 1)
	case v.code == "ar" && strings.HasPrefix(first.text, "و"): // "and", written as one with what follows
		rest := first
		rest.text = strings.TrimPrefix(first.text, "و")
		if m, n := v.phrase(append([]piece{rest}, pieces[1:min(len(pieces), 4)]...)); n > 0 {
			return taken(token{meaning: m}, n)
		}
	}
	return taken(token{kind: isWrong}, 1)
}

// sentence tells whether a new one may begin behind a dot: "Closed Sundays. Open Mon-Sat 9-18",
// "Closed Sundays. 9-18". In "Mo. bis Fr." and "Sun. 9-18" none does.
func (v *vocabulary) sentence(before token, pieces []piece) bool {
	if len(pieces) > 0 && pieces[0].number && before.meaning.sense == senseDays {
		return pieces[0].apart && !short(before.text)
	}
	m, n := v.phrase(pieces)
	begins := m.sense == senseDays || m.sense == senseIdle || m.sense == senseClosed
	return n > 0 && pieces[0].apart && begins
}

// phrase is the longest one that begins with the first piece.
func (v *vocabulary) phrase(pieces []piece) (found meaning, n int) {
	phrase := ""
	for i, p := range pieces {
		if i > 0 && p.apart {
			phrase += " "
		}
		if phrase += p.text; utf8.RuneCountInString(phrase) > v.longest {
			break
		}
		if m, ok := v.phrases[phrase]; ok {
			found, n = m, i+1
		}
	}
	return found, n
}

// readTime reads 9, 9:30, 9.30, 9h30, 9点30, 0930 and 09:30:00.
func readTime(pieces []piece) (r reading, n int) {
	text := pieces[0].text
	if len(text) > 4 {
		return r, 0
	}
	if len(text) > 2 {
		r.hour, _ = strconv.Atoi(text[:len(text)-2])
		r.minute, _ = strconv.Atoi(text[len(text)-2:])
		r.exact, r.early = len(text) == 4, text[0] == '0'
		return r, 1
	}
	r.hour, _ = strconv.Atoi(text)
	r.early = text[0] == '0'
	n = 1
	minutes := func(i int) bool {
		return i < len(pieces) && pieces[i].number && !pieces[i].apart && len(pieces[i].text) == 2
	}
	if len(pieces) > 2 && !pieces[1].apart && strings.Contains(":.h点點时時", pieces[1].text) && minutes(2) {
		r.minute, _ = strconv.Atoi(pieces[2].text)
		r.exact = len(text) == 2
		if n = 3; len(pieces) > 4 && pieces[3].text == ":" && pieces[4].text == "00" && minutes(4) {
			n = 5
		}
	}
	return r, n
}
