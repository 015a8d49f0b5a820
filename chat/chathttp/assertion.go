package chathttp

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// assertionFor is the longest an assertion may be valid; a short life is what makes a stolen one worthless.
const assertionFor = 10 * time.Minute

// defaultAudience is what the aud claim names where nobody chose another name.
const defaultAudience = "switchboard"

const (
	maxAssertion = 4 << 10
	maxMembers   = 64
)

var errAssertion = errors.New("chathttp: the assertion is forged, expired or meant for somebody else")

// claims are what an assertion says. Attributes other than these are ignored.
type claims struct {
	Subject       string   `json:"sub"`
	Audience      audience `json:"aud"`
	Expires       int64    `json:"exp"`
	Issued        int64    `json:"iat"`
	NotBefore     int64    `json:"nbf"` // 0: from Issued on
	Name          string   `json:"name"`
	Email         string   `json:"email"`
	EmailVerified bool     `json:"email_verified"`
	Version       int64    `json:"ver"` // of the principal, for hosts that revoke
}

// audience is one name or several, RFC 7519 §4.1.3.
type audience []string

// UnmarshalJSON reads both forms.
func (a *audience) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*a = make(audience, 1)
		return json.Unmarshal(b, &(*a)[0])
	}
	return json.Unmarshal(b, (*[]string)(a))
}

// verifier checks assertions: JWTs signed with HS256 by the shop's own server for pages of other origins.
type verifier struct {
	keys     map[string][]byte // by kid
	audience string
}

// verify returns an assertion's claims. Every failure is the same errAssertion.
func (v verifier) verify(jwt string, now time.Time) (claims, error) {
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 || len(jwt) > maxAssertion {
		return claims{}, errAssertion
	}
	var head struct {
		Alg  string   `json:"alg"`
		Kid  string   `json:"kid"`
		Crit []string `json:"crit"`
	}
	if !unpack(parts[0], &head) || head.Alg != "HS256" || head.Crit != nil {
		return claims{}, errAssertion
	}
	key, known := v.keys[head.Kid]
	mac, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if !known || err != nil {
		return claims{}, errAssertion
	}
	m := hmac.New(sha256.New, key)
	m.Write([]byte(parts[0] + "." + parts[1]))
	if !hmac.Equal(mac, m.Sum(nil)) {
		return claims{}, errAssertion
	}
	var c claims
	if !unpack(parts[1], &c) || !v.fits(c, now) {
		return claims{}, errAssertion
	}
	return c, nil
}

// fits checks what a signature alone does not say: for whom, by when, about whom.
func (v verifier) fits(c claims, now time.Time) bool {
	issued, expires := time.Unix(c.Issued, 0), time.Unix(c.Expires, 0)
	return c.Subject != "" && len(c.Subject) <= maxSubject &&
		slices.Contains(c.Audience, v.audience) &&
		now.Before(expires) && !now.Before(issued.Add(-clockLeeway)) && !now.Before(time.Unix(c.NotBefore, 0).Add(-clockLeeway)) &&
		expires.After(issued) && expires.Sub(issued) <= assertionFor
}

// unpack reads one part of a JWT. Members are told apart by their case, as RFC 7519 has it, and one that comes twice is
// refused in whatever case: no two readers must understand an assertion differently.
func unpack(part string, into any) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(part)
	if err != nil || !utf8.Valid(b) {
		return false
	}
	members, ok := membersOf(b)
	if !ok {
		return false
	}
	known := fields(reflect.TypeOf(into).Elem())
	for name := range members {
		if known[name] == nil {
			delete(members, name) // of another case, or none of ours
		}
	}
	exact, err := json.Marshal(members)
	return err == nil && json.Unmarshal(exact, into) == nil
}

// membersOf reads one JSON object whose members differ by more than their case.
func membersOf(b []byte) (map[string]json.RawMessage, bool) {
	d := json.NewDecoder(bytes.NewReader(b))
	if tok, err := d.Token(); err != nil || tok != json.Delim('{') {
		return nil, false
	}
	out := map[string]json.RawMessage{}
	for d.More() {
		tok, err := d.Token()
		name, ok := tok.(string)
		if err != nil || !ok || len(out) >= maxMembers {
			return nil, false
		}
		for other := range out {
			if strings.EqualFold(name, other) {
				return nil, false
			}
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return nil, false
		}
		out[name] = value
	}
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	_, err := d.Token()
	return out, err == io.EOF
}
