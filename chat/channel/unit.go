package channel

import (
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
)

// Unit is what a platform counts the length of a text in.
type Unit string

// The units.
const (
	Characters Unit = "characters" // code points; the default
	Bytes      Unit = "bytes"      // of UTF-8
	UTF16      Unit = "utf16"      // as JavaScript and Java count: an emoji is two or more
)

// size is how many units a code point has.
func (u Unit) size(r rune) int {
	switch {
	case u == Bytes:
		return max(utf8.RuneLen(r), 1)
	case u == UTF16 && r > 0xffff:
		return 2
	}
	return 1
}

// Len is the length of a text.
func (u Unit) Len(text string) int {
	n := 0
	for _, r := range text {
		n += u.size(r)
	}
	return n
}

// Split cuts a text into parts of at most so many units: between paragraphs, else lines, sentences
// or words, never within a character as people see it, unless that alone is longer. A text that
// shows nothing has no part. At 0 or less it is one part.
func (u Unit) Split(text string, most int) []string { return chat.SplitUnits(text, most, u.size) }
