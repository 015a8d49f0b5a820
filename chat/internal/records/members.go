package records

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// A record is written anew with every message, and what a newer release put into it has to stay.
// So the old value is read once more, for its members alone. This reader finds where each begins
// and ends, and leaves what is in it unread: nothing is decoded that goes back as it came.

// members calls fn with each member of an object: its name, unquoted, and its value as it
// stands. It reads far less than json.Unmarshal into a map does, which shows in every message:
// every one rewrites its session's record. The object is taken to be valid JSON, as whatever
// was decoded before is; of anything else it gives ErrDecode or nonsense, but no panic.
func members(object []byte, fn func(name, value []byte) error) error {
	s := scan{object, 0}
	s.space()
	if !s.take('{') {
		return s.wrong()
	}
	for s.space(); !s.take('}'); s.space() {
		quoted := s.value()
		s.space()
		if len(quoted) < 2 || quoted[0] != '"' || !s.take(':') {
			return s.wrong()
		}
		s.space()
		value := s.value()
		if len(value) == 0 {
			return s.wrong()
		}
		name, err := unquote(quoted)
		if err != nil {
			return err
		}
		if err := fn(name, value); err != nil {
			return err
		}
		s.space()
		s.take(',')
	}
	return nil
}

// elements calls fn with each value of a JSON list, in order, as it stands there.
func elements(list []byte, fn func(value []byte) error) error {
	s := scan{list, 0}
	s.space()
	if !s.take('[') {
		return s.wrong()
	}
	for s.space(); !s.take(']'); s.space() {
		value := s.value()
		if len(value) == 0 {
			return s.wrong()
		}
		if err := fn(value); err != nil {
			return err
		}
		s.space()
		// A comma is passed over and not asked for: the text is known to be JSON.
		s.take(',')
	}
	return nil
}

// unquote returns a name as it reads. Nearly all names stand for themselves.
func unquote(quoted []byte) ([]byte, error) {
	if bytes.IndexByte(quoted, '\\') < 0 && utf8.Valid(quoted) {
		return quoted[1 : len(quoted)-1], nil
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDecode, err)
	}
	return []byte(s), nil
}

// scan is a place in a text of JSON.
type scan struct {
	text []byte
	at   int
}

func (s *scan) wrong() error { return fmt.Errorf("%w: not an object at byte %d", ErrDecode, s.at) }

// space passes over blanks.
func (s *scan) space() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t' || s.text[s.at] == '\n' || s.text[s.at] == '\r') {
		s.at++
	}
}

// take passes over one character, if it is the one expected.
func (s *scan) take(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

// value takes the next value: a string, an object or array to its end, or anything else up to
// what ends it.
func (s *scan) value() []byte {
	from, depth := s.at, 0
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case '"':
			s.quoted()
			if depth == 0 {
				return s.text[from:s.at]
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			// Kinds of brackets are not told apart, for the same reason.
			if depth--; depth == 0 {
				s.at++
				return s.text[from:s.at]
			}
			if depth < 0 {
				return s.text[from:s.at]
			}
		case ',', ':', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return s.text[from:s.at]
			}
		}
		s.at++
	}
	return s.text[from:s.at]
}

// quoted takes a string.
func (s *scan) quoted() {
	for s.at++; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		// What follows is a part of the string, also where it is a quote.
		case '\\':
			s.at++
		case '"':
			s.at++
			return
		}
	}
	// The text may end behind a backslash.
	s.at = min(s.at, len(s.text))
}
