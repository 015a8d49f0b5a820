package trigger

import (
	"math/bits"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// letters is a pattern that means a row of ASCII characters, each out of a set, anywhere in a text.
// Most patterns for addresses are of this form. Searching for it costs a tenth of running a regexp.
//
// It searches for text, which the standard library does fast, and then checks the other places of
// the row around each one that it finds.
type letters struct {
	sets []ascii
	text string // the longest part of the row that is always the same
	at   int    // its place in the row
}

// ascii is a set of ASCII characters.
type ascii [2]uint64

func (a *ascii) has(c byte) bool { return c < utf8.RuneSelf && a[c>>6]>>(c&63)&1 != 0 }

// newLetters reads a pattern, and returns nil if it is of another form. At both ends of the row a
// repetition counts with its least number of times, because more of it changes no answer.
func newLetters(re *syntax.Regexp) *letters {
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	l := &letters{}
	for i, part := range parts {
		times := 1
		if i == 0 || i == len(parts)-1 {
			// The pattern is not anchored, so "a+" at its end matches wherever "a" does, and "a*"
			// says nothing.
			if part, times = least(part); times == 0 {
				continue
			}
		}
		sets := inRow(part)
		// Not of this form, or a repetition of many: a regexp does it as well then.
		if sets == nil || len(l.sets)+times*len(sets) > maxPattern {
			return nil
		}
		for range times {
			l.sets = append(l.sets, sets...)
		}
	}
	// Without a fixed part there is nothing to search for quickly.
	if l.fix(); l.text == "" {
		return nil
	}
	return l
}

// least takes a repetition apart.
//
// What is no repetition stands there once.
func least(re *syntax.Regexp) (*syntax.Regexp, int) {
	switch re.Op {
	case syntax.OpStar, syntax.OpQuest:
		return re.Sub[0], 0
	case syntax.OpPlus:
		return re.Sub[0], 1
	case syntax.OpRepeat:
		return re.Sub[0], re.Min
	}
	return re, 1
}

// inRow returns a literal or a class as sets of characters; nil if it is something else, or not all
// ASCII.
func inRow(re *syntax.Regexp) []ascii {
	ranges := re.Rune
	switch {
	case re.Op == syntax.OpCharClass && len(re.Rune) > 0:
	// A letter that folds may be matched by one beyond ASCII: k by the Kelvin sign.
	case re.Op == syntax.OpLiteral && re.Flags&syntax.FoldCase == 0:
		ranges = nil
		for _, r := range re.Rune {
			ranges = append(ranges, r, r)
		}
	default:
		return nil
	}
	sets := make([]ascii, 1, len(ranges)/2)
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i+1] >= utf8.RuneSelf {
			return nil
		}
		if re.Op == syntax.OpLiteral && i > 0 {
			sets = append(sets, ascii{})
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			sets[len(sets)-1][r>>6] |= 1 << (r & 63)
		}
	}
	return sets
}

// fix finds the longest part of the row that is the same text in every match.
func (l *letters) fix() {
	var run []byte
	for i := range l.sets {
		c, single := l.sets[i].only()
		if !single {
			run = run[:0]
			continue
		}
		if run = append(run, c); len(run) > len(l.text) {
			l.text, l.at = string(run), i+1-len(run)
		}
	}
}

// only returns the character of a set that has exactly one.
func (a *ascii) only() (byte, bool) {
	c := bits.TrailingZeros64(a[0])
	if a[0] == 0 {
		c = 64 + bits.TrailingZeros64(a[1])
	}
	return byte(c), bits.OnesCount64(a[0])+bits.OnesCount64(a[1]) == 1
}

// MatchString reports whether the text contains the row, as a regexp's method of this name does.
func (l *letters) MatchString(s string) bool {
	for at := 0; ; at++ {
		i := strings.Index(s[at:], l.text)
		if i < 0 {
			return false
		}
		// The row begins before its fixed part.
		if at += i; l.here(s, at-l.at) {
			return true
		}
	}
}

// here reports whether the row stands at a place of the text.
func (l *letters) here(s string, from int) bool {
	if from < 0 || from+len(l.sets) > len(s) {
		return false
	}
	for i := range l.sets {
		if !l.sets[i].has(s[from+i]) {
			return false
		}
	}
	return true
}
