package chat

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a text that is split.
const (
	MaxLong  = 20_000 // characters of a text that is split into several messages
	MaxParts = 20     // the messages that one text may become
)

// SplitText cuts a text into parts of at most so many characters as people count them: a letter
// with its marks, an emoji of several, a flag are one each. It cuts between paragraphs where it
// can, else between lines, sentences or words, never within a character or a link: a link that is
// longer is a part of its own. Only spaces between the parts get lost. At 0 or less the text is
// one part.
func SplitText(s string, at int) (parts []string) {
	return split(s, func(rest string) int {
		if end := after(rest, at); at > 0 && end < len(rest) {
			return cutBefore(rest, end)
		}
		return len(rest)
	})
}

// SplitUnits cuts a text where SplitText would, into parts of at most so many units: size says how
// many a code point has, such as its bytes. No part has more: a link or a character that alone has
// more is cut through, between code points. At 0 or less, or without size, the text is one part.
func SplitUnits(s string, most int, size func(rune) int) []string {
	if most <= 0 || size == nil {
		return SplitText(s, 0)
	}
	return split(s, func(rest string) int {
		end := unitsEnd(rest, most, size)
		if end == len(rest) {
			return end
		}
		return min(cutBefore(rest, end), end)
	})
}

// unitsEnd returns where the characters end that have at most so many units together; of a first
// character that has more, the code points.
func unitsEnd(s string, most int, size func(rune) int) int {
	end, units := 0, 0
	for end < len(s) {
		next := end + character(s[end:])
		for i, r := range s[end:next] {
			if units += size(r); units > most {
				_, width := utf8.DecodeRuneInString(s)
				return cmp.Or(end, i, width)
			}
		}
		end = next
	}
	return end
}

// split cuts a text by what says where the first part of the rest ends.
func split(s string, first func(rest string) int) (parts []string) {
	for rest := strings.TrimSpace(s); rest != ""; {
		cut := first(rest)
		if part := strings.TrimSpace(rest[:cut]); visible(part) {
			parts = append(parts, part)
		}
		rest = strings.TrimSpace(rest[cut:])
	}
	return parts
}

// cutBefore returns where to cut a text so that the part before it ends at end or earlier, and
// later only within a link.
func cutBefore(s string, end int) int {
	for _, between := range []string{"\n\n", "\n", ". ", "! ", "? ", "。", "！", "？", " "} {
		// a full stop stays before the cut
		limit := min(len(s), end+len(strings.TrimRight(between, " \n")))
		if i := strings.LastIndex(s[:limit], between); i > 0 && i+len(between) <= limit+1 {
			cut := i + len(strings.TrimRight(between, " \n"))
			if cut <= end && strings.TrimSpace(s[:cut]) != "" {
				return cut
			}
		}
	}
	for _, scheme := range []string{"https://", "http://", "www."} {
		from := strings.LastIndex(s[:min(len(s), end+len(scheme))], scheme)
		if from < 0 || from >= end {
			continue
		}
		to := strings.IndexFunc(s[from:], unicode.IsSpace)
		if to < 0 {
			to = len(s) - from
		}
		switch {
		case from+to <= end:
		case from > 0:
			return from
		default:
			return to
		}
	}
	return end
}

// after returns where the first n characters of a text end, as people count them, or fewer, if
// these have more code points than a message may have.
func after(s string, n int) int {
	points := 0
	for i := 0; i < len(s); n-- {
		size := character(s[i:])
		points += utf8.RuneCountInString(s[i : i+size])
		if n == 0 || points > MaxText && i > 0 {
			return i
		}
		i += size
	}
	return len(s)
}

// character returns how many bytes the first character of a text has: with its marks, what is
// joined to it, and the other half of a flag.
func character(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	joined, half := false, flag(first)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case joined || extends(r):
		case half && flag(r):
			half = false
		case first == '\r' && r == '\n' && n == 1:
		default:
			return n
		}
		joined = r == 0x200d
		n += size
	}
	return n
}

// extends reports whether a code point belongs to the character before it.
func extends(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r == 0x200d, r >= 0x1f3fb && r <= 0x1f3ff: // a joiner, the colour of a skin
		return true
	case r >= 0xe0020 && r <= 0xe007f: // tags
		return true
	case r >= 0x1160 && r <= 0x11ff: // the later parts of a Korean syllable
		return true
	}
	return unicode.Is(unicode.M, r)
}

// flag reports whether a code point is half of a flag.
func flag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// partID is the id of a part of a message: that of the message itself for the first.
func partID(id CommandID, i int) CommandID {
	if i == 0 || id == "" {
		return id
	}
	return id + CommandID(fmt.Sprintf(".%d", i+1))
}

// messages are the entries that a text of an agent becomes.
func (c Send) messages(e Entry) ([]Entry, error) {
	if c.SplitAt <= 0 || c.Author.Kind == AuthorVisitor {
		return []Entry{e}, nil
	}
	at := c.SplitAt
	parts := SplitText(c.Text, at)
	for len(parts) > MaxParts && at < MaxText { // rather longer messages than none
		at = min(2*at, MaxText)
		parts = SplitText(c.Text, at)
	}
	if len(parts) > MaxParts {
		return nil, invalid("text", fmt.Sprintf("%d parts, at most %d", len(parts), MaxParts))
	}
	var all []Entry
	for i, text := range parts {
		if err := CheckText("text", text); err != nil {
			return nil, err
		}
		part := e
		part.Text, part.Command = text, partID(e.Command, i)
		if i > 0 {
			part.ReplyTo = 0
		}
		all = append(all, part)
	}
	return all, nil
}
