package chat

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The limits of what a session takes.
const (
	MaxText    = 8 << 10 // bytes of a message or note
	MaxComment = 1000    // bytes of a rating's comment
	MaxWeight  = 64      // units of capacity
	MaxSkills  = 16
	MaxTags    = 16
)

func (c Start) check() error {
	errs := []error{
		missing("id", string(c.ID)), missing("visitor", string(c.Visitor)),
		CheckName("site", string(c.Site)), CheckName("queue", string(c.Queue)),
		within("priority", c.Priority, -1000, 1000), within("weight", c.Weight, 0, MaxWeight), within("skills", len(c.Skills), 0, MaxSkills),
		CheckContact(c.Contact),
	}
	for _, s := range c.Skills {
		errs = append(errs, short("skills.name", s.Name, 32), missing("skills.name", s.Name), within("skills.level", s.Level, 1, 10))
	}
	if c.Text != "" || c.Leave != "" {
		errs = append(errs, CheckText("text", c.Text))
	}
	if c.Greeting != "" {
		errs = append(errs, CheckText("greeting", c.Greeting))
	}
	return errors.Join(errs...)
}

// CheckText refuses a text that is empty, too long, not UTF-8 or has a NUL in it. field names it in the error.
func CheckText(field, s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return invalid(field, "missing")
	case len(s) > MaxText:
		return invalid(field, fmt.Sprintf("%d bytes, at most %d", len(s), MaxText))
	case !utf8.ValidString(s):
		return invalid(field, "not UTF-8")
	case strings.ContainsRune(s, 0):
		return invalid(field, "has a NUL")
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

// CheckContact refuses fields that are too long, not UTF-8, or hold control characters.
func CheckContact(c Contact) error {
	return errors.Join(short("name", c.Name, 80), short("email", c.Email, 120), short("phone", c.Phone, 32),
		short("locale", c.Locale, 35), short("tier", c.Tier, 32), short("consent.version", c.Consent.Version, 32))
}

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

// short refuses a one-line text that is too long, not UTF-8 or holds a control or direction-changing character.
func short(field, s string, most int) error {
	if len(s) > most {
		return invalid(field, fmt.Sprintf("%d bytes, at most %d", len(s), most))
	}
	if !utf8.ValidString(s) {
		return invalid(field, "not UTF-8")
	}
	for _, r := range s {
		if r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) || r == 0x200e || r == 0x200f {
			return invalid(field, "has a control character")
		}
	}
	return nil
}
