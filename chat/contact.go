package chat

import (
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"
)

// Contact is what the desk knows about a session's visitor, for this session. Name, Email and Phone
// are the best that is known: the host's own word, where the visitor is signed in and the host has
// one; otherwise what the visitor typed. What was typed is never taken for the host's word: Said
// keeps it apart, and SignedIn and EmailVerified say what was verified.
//
// Build one with Vouch and Say; they keep Said and the flags in step.
type Contact struct {
	Name   string `json:"name,omitempty"`  // at most 80 characters
	Email  string `json:"email,omitempty"` // one address, at most 120 characters
	Phone  string `json:"phone,omitempty"` // at most 32 characters
	Locale string `json:"locale,omitempty"`
	Tier   string `json:"tier,omitempty"` // the customer group, from the host alone
	Ref    string `json:"ref,omitempty"`  // the host's own id, at most 128 characters

	// SignedIn says that the host vouches for who the visitor is, and for nothing they typed.
	SignedIn bool `json:"signed_in,omitempty"`
	// EmailVerified says that Email is the host's own word.
	EmailVerified bool `json:"email_verified,omitempty"`
	// Verified says that the visitor is signed in and nothing in Name, Email and Phone was typed.
	Verified bool `json:"verified,omitempty"`
	// Said is what a visitor who is signed in typed of themselves. A field that equals the one
	// above stands there for want of the host's word; any other is only what the visitor says.
	// Empty for visitors who are not signed in, whose whole contact was typed.
	Said Said `json:"said,omitzero"`

	Consent Consent `json:"consent,omitzero"`
	// Identity is whether an agent has asked who the visitor is.
	Identity Identity `json:"identity,omitzero"`
}

// Said is what a visitor typed of themselves. Nobody has verified it. An empty field says nothing.
type Said struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Consent records what the visitor agreed to and when. The zero Consent is none.
type Consent struct {
	Version string    `json:"version,omitempty"` // which text, at most 32 characters
	At      time.Time `json:"at,omitzero"`
	// Peek says that agents may see what the visitor types before it is sent.
	Peek bool `json:"peek,omitempty"`
}

// Say returns the contact with what the visitor typed. Empty fields change nothing, and the host's
// own word stays in its place.
func (c Contact) Say(s Said) Contact {
	fields := []struct{ shown, said, typed *string }{
		{&c.Name, &c.Said.Name, &s.Name}, {&c.Email, &c.Said.Email, &s.Email}, {&c.Phone, &c.Said.Phone, &s.Phone},
	}
	for _, f := range fields {
		switch {
		case *f.typed == "":
		case !c.SignedIn:
			*f.shown = *f.typed
		case *f.shown == "" || *f.shown == *f.said:
			*f.shown, *f.said = *f.typed, *f.typed
		case *f.shown == *f.typed:
			*f.said = ""
		default:
			*f.said = *f.typed
		}
	}
	return c.flagged()
}

// Vouch returns the contact of a visitor who is signed in. host is the host's own word, and wins.
// What was typed before stays beside it, unverified.
func (c Contact) Vouch(host Said) Contact {
	typed := c.typed()
	c.Name, c.Email, c.Phone = cmp.Or(host.Name, c.vouched(c.Name, c.Said.Name)), cmp.Or(host.Email, c.vouched(c.Email, c.Said.Email)), cmp.Or(host.Phone, c.vouched(c.Phone, c.Said.Phone))
	c.SignedIn, c.Said = true, Said{}
	return c.Say(typed)
}

// typed returns everything that the visitor typed.
func (c Contact) typed() Said {
	if c.SignedIn {
		return c.Said
	}
	return Said{c.Name, c.Email, c.Phone}
}

// vouched returns a field if it is the host's own word, else "".
func (c Contact) vouched(shown, said string) string {
	if !c.SignedIn || shown == said {
		return ""
	}
	return shown
}

// flagged returns the contact with the flags that follow from its fields.
func (c Contact) flagged() Contact {
	c.EmailVerified = c.vouched(c.Email, c.Said.Email) != ""
	c.Verified = c.SignedIn
	for _, f := range [][2]string{{c.Name, c.Said.Name}, {c.Email, c.Said.Email}, {c.Phone, c.Said.Phone}} {
		if f[0] != "" && f[0] == f[1] {
			c.Verified = false
		}
	}
	return c
}

// CheckContact refuses fields that are too long, not UTF-8, show nothing, or hold control
// characters, and an e-mail that is not one address.
func CheckContact(c Contact) error {
	errs := []error{
		short("name", c.Name, 80), short("phone", c.Phone, 32), short("name", c.Said.Name, 80), short("phone", c.Said.Phone, 32),
		CheckLocale("locale", c.Locale), short("tier", c.Tier, 32), short("ref", c.Ref, 128),
		short("consent.version", c.Consent.Version, 32),
	}
	if c.Email != "" {
		errs = append(errs, CheckEmail("email", c.Email))
	}
	if c.Said.Email != "" && c.Said.Email != c.Email {
		errs = append(errs, CheckEmail("email", c.Said.Email))
	}
	return errors.Join(errs...)
}

// MaxEmail is how long an address may be, in characters.
const MaxEmail = 120

// CheckEmail refuses what is not exactly one e-mail address, such as "vera@example.com": no display
// name, comment, quoted part or second address, and at most MaxEmail characters. field names it in
// the error.
func CheckEmail(field, s string) error {
	if err := missing(field, s); err != nil {
		return err
	}
	if err := short(field, s, MaxEmail); err != nil {
		return err
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || strings.ContainsFunc(s, unfit) || strings.ContainsFunc(s, double) {
		return invalid(field, "want one address, such as vera@example.com")
	}
	local, domain, _ := strings.Cut(s, "@")
	if strings.HasPrefix(local, "-") || strings.Contains(local, "=?") { // an option of sendmail, and an encoded word
		return invalid(field, "want one address, such as vera@example.com")
	}
	for label := range strings.SplitSeq(domain, ".") {
		if strings.ContainsFunc(label, noDomain) || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return invalid(field, "want one address, such as vera@example.com")
		}
	}
	return nil
}

// double reports whether a letter is another form of a plain one, such as full width: to a mail
// server both are one address.
func double(r rune) bool {
	return r >= 0x2100 && r <= 0x214f || r >= 0xfb00 && r <= 0xfb4f || r >= 0xff00 && r <= 0xffef || r >= 0x1d400 && r <= 0x1d7ff || r == 'ſ'
}

// unfit returns the runes that no address needs and that look like nothing, or like something else.
func unfit(r rune) bool {
	return unicode.IsSpace(r) || !unicode.IsPrint(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"(),:;<>[]\`, r)
}

func noDomain(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '.'
}

// CheckPhone refuses what nobody can dial: fewer than 3 digits, over 32 characters, or anything but
// digits, spaces and + - ( ) . / # *.
func CheckPhone(field, s string) error {
	if err := missing(field, s); err != nil {
		return err
	}
	if err := short(field, s, 32); err != nil {
		return err
	}
	digits := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r != ' ' && !strings.ContainsRune("+-().,/#*ext", r):
			return invalid(field, fmt.Sprintf("%q is no part of a phone number", r))
		}
	}
	if digits < 3 {
		return invalid(field, "want a phone number")
	}
	return nil
}
