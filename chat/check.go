package chat

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The limits of what a session takes.
const (
	MaxText    = 4000 // characters of a message or note
	MaxComment = 1000 // characters of a rating's comment
	MaxWeight  = 64   // units of capacity
	MaxSkills  = 16
	MaxTags    = 16
)

func (c Start) check() error {
	errs := []error{
		missing("id", string(c.ID)), missing("visitor", string(c.Visitor)),
		CheckName("site", string(c.Site)), CheckName("queue", string(c.Queue)),
		within("priority", c.Priority, -1000, 1000), within("weight", c.Weight, 0, MaxWeight), CheckSkills("skills", c.Skills),
		CheckContact(c.Contact), c.Intake.check(),
	}
	errs = append(errs, CheckLocale("lang", c.Lang), Attached{Awaited: c.Awaited}.check())
	if c.Text != "" || c.Leave != "" {
		errs = append(errs, CheckText("text", c.Text))
	}
	if c.Greeting != "" {
		errs = append(errs, CheckText("greeting", c.Greeting))
	}
	return errors.Join(errs...)
}

// CheckSkills refuses more than MaxSkills skills, names that are empty, longer than 32 characters
// or no text of one line, and levels below 1 or above 10. field names them in the error.
func CheckSkills(field string, skills []Skill) error {
	errs := []error{within(field, len(skills), 0, MaxSkills)}
	for _, s := range skills {
		errs = append(errs, short(field+".name", s.Name, maxSkill), missing(field+".name", s.Name), within(field+".level", s.Level, 1, maxLevel))
	}
	return errors.Join(errs...)
}

// CheckText refuses a text that shows nothing, has more than MaxText characters, is not UTF-8 or
// has a NUL in it. A character is a Unicode code point. field names it in the error.
func CheckText(field, s string) error { return checkText(field, s, MaxText) }

// CheckTextWithin is CheckText for a text of at most so many characters.
func CheckTextWithin(field, s string, most int) error { return checkText(field, s, most) }

func checkText(field, s string, most int) error {
	switch {
	case !visible(s):
		return invalid(field, "missing")
	case !utf8.ValidString(s):
		return invalid(field, "not UTF-8")
	case strings.ContainsRune(s, 0):
		return invalid(field, "has a NUL")
	}
	return notLonger(field, s, most)
}

// notLonger refuses a text of more than most characters.
func notLonger(field, s string, most int) error {
	if len(s) <= most {
		return nil
	}
	if n := utf8.RuneCountInString(s); n > most {
		return invalid(field, fmt.Sprintf("%d characters, at most %d", n, most))
	}
	return nil
}

// CheckName refuses what cannot name a queue or site: 1 to 64 of a-z, 0-9 and "-".
func CheckName(field, s string) error {
	if len(s) == 0 || len(s) > 64 {
		return invalid(field, "want 1 to 64 characters")
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return invalid(field, fmt.Sprintf("character %d: want a-z, 0-9 or -", i+1))
		}
	}
	return nil
}

// CheckLocale refuses what is longer than a language tag ever is, or does not fit on a line. Empty
// is nobody's language, and fine. Whether such a language exists is not asked.
func CheckLocale(field, s string) error { return short(field, s, 35) }

// CheckLine refuses a text of one line that has more than most characters, shows nothing though it
// is not empty, is not UTF-8, or holds a character that controls, breaks the line or turns its
// direction. field names it in the error.
func CheckLine(field, s string, most int) error { return short(field, s, most) }

// CheckCommand refuses what cannot be a command's id.
func CheckCommand(field string, id CommandID) error {
	if len(id) == 0 || len(id) > 64 {
		return invalid(field, "want 1 to 64 characters")
	}
	for i := range len(id) {
		c := id[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && !strings.ContainsRune("-_.~", rune(c)) {
			return invalid(field, fmt.Sprintf("character %d: want 0-9 A-Z a-z - _ . ~", i+1))
		}
	}
	return nil
}

func missing(field, s string) error {
	if s == "" {
		return invalid(field, "missing")
	}
	return nil
}

func within(field string, n, low, high int) error {
	if n < low || n > high {
		return invalid(field, fmt.Sprintf("%d, want %d to %d", n, low, high))
	}
	return nil
}

// short is CheckLine, for use within this package.
func short(field, s string, most int) error {
	switch {
	case s == "":
		return nil
	case !utf8.ValidString(s):
		return invalid(field, "not UTF-8")
	}
	for _, r := range s {
		if controls(r) {
			return invalid(field, "has a control character")
		}
	}
	if !visible(s) {
		return invalid(field, "shows nothing")
	}
	return notLonger(field, s, most)
}

// controls reports whether a character must not be in a line: a control, a line break, or one that
// turns the direction.
func controls(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0x061c, r == 0x200e, r == 0x200f:
		return true
	case r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}
