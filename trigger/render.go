package trigger

import (
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// What is shown to a visitor can have values of the visit in it: "Welcome back from
// {visitor.city|afar}". It is plain text on its way to a page that anybody may have crafted a link
// to, so what a visitor brings is cut, printable and on one line. Escaping it is for whoever shows
// it.

// piece is a part of a text: words as they are, or an attribute and what to say without it.
type piece struct{ words, attr, otherwise string }

// pieces takes a text apart; "{{" is a brace. The second value is a fault in the text, after which
// it ends.
func pieces(s string) iter.Seq2[piece, string] {
	return func(yield func(piece, string) bool) {
		for s != "" {
			i := strings.IndexByte(s, '{')
			switch {
			case i < 0:
				yield(piece{words: s}, "")
				return
			// The words before a brace, as they are.
			case i > 0:
				if !yield(piece{words: s[:i]}, "") {
					return
				}
				s = s[i:]
			case strings.HasPrefix(s, "{{"):
				if !yield(piece{words: "{"}, "") {
					return
				}
				s = s[2:]
			default:
				// Behind the bar is what to say where the visit has no value. It may be empty.
				inner, rest, ok := strings.Cut(s[1:], "}")
				name, otherwise, _ := strings.Cut(inner, "|")
				if !ok || name == "" {
					yield(piece{}, "{attribute} or {attribute|otherwise} is expected; a brace is written {{")
					return
				}
				if !yield(piece{attr: name, otherwise: otherwise}, "") {
					return
				}
				s = rest
			}
		}
	}
}

// maxFilled bounds what one variable may add to a text, in characters.
const maxFilled = 100

// Text returns an action's text in a language ("pt-BR", then "pt", then Config.Language, then the
// first by name), its variables filled in from the visit. It is plain text: the host escapes it
// where it shows it. What a visitor brings is cut at 100 characters, without control characters and
// line breaks.
func (s *Set) Text(a Action, language string, v Visit, h History, now time.Time) string {
	s = s.orNone()
	ev := s.beginEvaluation(v, h, now)
	defer s.endEvaluation(ev)
	var b strings.Builder
	for p, err := range pieces(pickText(a.Text, language, s.config.Language)) {
		switch {
		case err != "":
			return b.String()
		case p.attr == "":
			b.WriteString(p.words)
		default:
			b.WriteString(ev.fill(p))
		}
	}
	return b.String()
}

// pickText returns the text of the first language that there is one for, of "pt-BR" also "pt"; else
// the first by name of language.
func pickText(texts map[string]string, languages ...string) string {
	for _, lang := range languages {
		base, _, _ := strings.Cut(lang, "-")
		// The exact language first: Brazilian before any Portuguese.
		for _, tag := range []string{lang, base} {
			if t, ok := texts[tag]; ok {
				return t
			}
		}
	}
	for _, tag := range sortedKeys(texts) {
		return texts[tag]
	}
	return ""
}

// fill returns the value of a variable, and what to say instead where it has none.
func (ev *evaluation) fill(p piece) string {
	for i := range ev.set.attrs {
		if a := &ev.set.attrs[i]; a.name == p.attr && ev.fact(i).ok {
			f := ev.fact(i)
			if a.kind == Number {
				// Without an exponent and without more digits than it has: an amount reads as it
				// was sent.
				return strconv.FormatFloat(f.num, 'f', -1, 64)
			}
			if s := plain(f.str); s != "" {
				return s
			}
		}
	}
	return p.otherwise
}

// plain cuts what a visitor brought to maxFilled printable characters.
func plain(s string) string {
	n := 0
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if n++; n > maxFilled || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s))
}
