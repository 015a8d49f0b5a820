package chathttp

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
)

// usualAssertion is how long an assertion is good that does not say.
const usualAssertion = 5 * time.Minute

// Assertion is what a shop's own server says of a customer who is signed in with it, to a page of
// another origin or to an app: the page exchanges it at POST v1/identify, as livechat.identify does.
type Assertion struct {
	// ID is the shop's own id of the customer, 1 to 128 bytes. It is required.
	ID string
	// Version is that of the customer's sign-ins, for hosts that revoke: see chat.Principal.
	// Default: 0.
	Version int64
	// Contact is what the shop knows of the customer: its Name, Email and EmailVerified are said,
	// nothing else. Default: nothing.
	Contact chat.Contact
	// Audience is the Config.Audience of the handler that is to believe it. Default: "switchboard".
	Audience string
	// At is when it is made, to the second. Default: now.
	At time.Time
	// For is how long it can be exchanged, 1 second to 10 minutes. Default: 5 minutes.
	For time.Duration
}

// Assert signs an assertion with one of the handler's AssertionKeys, named by its kid: a JWT with
// HS256. It reports all faults at once.
//
//	GET /chat-assertion: who is signed in, else 401
//	jwt, err := chathttp.Assert("2026-01", key, chathttp.Assertion{ID: customer.ID})
func Assert(kid string, key []byte, a Assertion) (string, error) {
	a.Audience, a.For = cmp.Or(a.Audience, defaultAudience), cmp.Or(a.For, usualAssertion)
	if a.At.IsZero() {
		a.At = time.Now()
	}
	if err := a.faults(kid, key); err != nil {
		return "", err
	}
	issued := a.At.Unix()
	jwt, err := signed(map[string]string{"alg": "HS256", "typ": "JWT", "kid": kid}, claims{
		Subject:       a.ID,
		Audience:      audience{a.Audience},
		Issued:        issued,
		Expires:       issued + int64(a.For/time.Second),
		Name:          a.Contact.Name,
		Email:         a.Contact.Email,
		EmailVerified: a.Contact.EmailVerified,
		Version:       a.Version,
	}, key)
	if err == nil && len(jwt) > maxAssertion {
		return "", fmt.Errorf("chathttp: Contact: the assertion has %d bytes: want at most %d",
			len(jwt), maxAssertion)
	}
	return jwt, err
}

// faults are all of them.
func (a Assertion) faults(kid string, key []byte) error {
	var errs []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			errs = append(errs, fmt.Errorf("chathttp: "+format, args...))
		}
	}
	fault(len(key) < minKey, "key: %d bytes: want at least %d", len(key), minKey)
	fault(a.ID == "" || len(a.ID) > maxSubject, "ID: %d bytes: want 1 to %d", len(a.ID), maxSubject)
	fault(a.For < time.Second || a.For > assertionFor, "For: %v: want 1s to %v", a.For, assertionFor)
	for _, t := range []struct{ name, text string }{
		{"kid", kid}, {"ID", a.ID}, {"Audience", a.Audience},
		{"Contact.Name", a.Contact.Name}, {"Contact.Email", a.Contact.Email},
	} {
		fault(!utf8.ValidString(t.text), "%s: not UTF-8", t.name)
	}
	return errors.Join(errs...)
}

// signed is a JWT of two parts and their HMAC.
func signed(head map[string]string, body claims, key []byte) (string, error) {
	var parts [2]string
	for i, part := range []any{head, body} {
		text, err := json.Marshal(part)
		if err != nil {
			return "", fmt.Errorf("chathttp: %w", err)
		}
		parts[i] = base64.RawURLEncoding.EncodeToString(text)
	}
	text := parts[0] + "." + parts[1]
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil)), nil
}
