package chathttp

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	assertKey = bytes.Repeat([]byte{7}, minKey)
	shop      = verifier{keys: map[string][]byte{"k1": assertKey}, audience: "shop"}
)

func jwt(head, body string, key []byte, h func() hash.Hash) string {
	in := base64.RawURLEncoding.EncodeToString([]byte(head)) + "." + base64.RawURLEncoding.EncodeToString([]byte(body))
	m := hmac.New(h, key)
	m.Write([]byte(in))
	return in + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// noon is 1772452800.
const (
	goodHead = `{"alg":"HS256","typ":"JWT","kid":"k1"}`
	goodBody = `{"sub":"c7","aud":"shop","iat":1772452740,"exp":1772453100,"name":"Eve","email":"e@example.com"}`
)

func TestAnAssertionOfTheShopIsBelieved(t *testing.T) {
	require.EqualValues(t, 1772452800, noon.Unix())
	c, err := shop.verify(jwt(goodHead, goodBody, assertKey, sha256.New), noon)
	require.NoError(t, err)
	assert.Equal(t, "c7", c.Subject)
	assert.Equal(t, "Eve", c.Name)
	_, err = shop.verify(jwt(goodHead, strings.Replace(goodBody, `"shop"`, `["other","shop"]`, 1), assertKey, sha256.New), noon)
	assert.NoError(t, err)
	_, err = shop.verify(jwt(goodHead, strings.Replace(goodBody, `"iat"`, `"nbf":1772452860,"iat"`, 1), assertKey, sha256.New), noon)
	assert.NoError(t, err, "a clock a minute ahead")
}

func TestEveryOtherAssertionIsRefused(t *testing.T) {
	change := func(s, from, to string) string {
		require.Contains(t, s, from)
		return strings.Replace(s, from, to, 1)
	}
	good := jwt(goodHead, goodBody, assertKey, sha256.New)
	parts := strings.Split(good, ".")
	for name, in := range map[string]string{
		"empty":                    "",
		"no signature":             parts[0] + "." + parts[1] + ".",
		"another key":              jwt(goodHead, goodBody, bytes.Repeat([]byte{8}, minKey), sha256.New),
		"alg none":                 jwt(change(goodHead, "HS256", "none"), goodBody, assertKey, sha256.New),
		"alg swapped":              jwt(change(goodHead, "HS256", "HS512"), goodBody, assertKey, sha512.New),
		"unknown kid":              jwt(change(goodHead, "k1", "k2"), goodBody, assertKey, sha256.New),
		"critical extension":       jwt(change(goodHead, `"typ":"JWT"`, `"crit":["b64"]`), goodBody, assertKey, sha256.New),
		"no subject":               jwt(goodHead, change(goodBody, "c7", ""), assertKey, sha256.New),
		"subject too long":         jwt(goodHead, change(goodBody, "c7", strings.Repeat("c", maxSubject+1)), assertKey, sha256.New),
		"another audience":         jwt(goodHead, change(goodBody, `"shop"`, `"pets"`), assertKey, sha256.New),
		"no audience":              jwt(goodHead, change(goodBody, `"aud":"shop",`, ``), assertKey, sha256.New),
		"expired this second":      jwt(goodHead, change(goodBody, "1772453100", "1772452800"), assertKey, sha256.New),
		"no expiry":                jwt(goodHead, change(goodBody, `,"exp":1772453100`, ``), assertKey, sha256.New),
		"no issue":                 jwt(goodHead, change(goodBody, `"iat":1772452740,`, ``), assertKey, sha256.New),
		"issued in ten minutes":    jwt(goodHead, change(change(goodBody, "1772452740", "1772453400"), "1772453100", "1772453500"), assertKey, sha256.New),
		"valid for a day":          jwt(goodHead, change(goodBody, "1772453100", "1772539140"), assertKey, sha256.New),
		"payload swapped":          parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(change(goodBody, "c7", "c8"))) + "." + parts[2],
		"padding":                  good + "=",
		"four parts":               good + ".x",
		"longer than any is":       good + strings.Repeat("A", maxAssertion),
		"not valid before later":   jwt(goodHead, change(goodBody, `"iat"`, `"nbf":1772452861,"iat"`), assertKey, sha256.New),
		"a claim twice":            jwt(goodHead, change(goodBody, `"iat"`, `"sub":"c8","iat"`), assertKey, sha256.New),
		"a claim in two cases":     jwt(goodHead, change(goodBody, `"iat"`, `"SUB":"c8","iat"`), assertKey, sha256.New),
		"a claim in two alphabets": jwt(goodHead, change(goodBody, `"iat"`, `"\u017fub":"c8","iat"`), assertKey, sha256.New),
		"a claim of no use twice":  jwt(goodHead, change(goodBody, `"iat"`, `"x":1,"X":1,"iat"`), assertKey, sha256.New),
		"a claim in another case":  jwt(goodHead, change(goodBody, `"sub"`, `"Sub"`), assertKey, sha256.New),
		"an alg twice":             jwt(change(goodHead, `"typ"`, `"Alg":"none","typ"`), goodBody, assertKey, sha256.New),
		"something after it":       jwt(goodHead, goodBody+"{}", assertKey, sha256.New),
		"a list":                   jwt(goodHead, "["+goodBody+"]", assertKey, sha256.New),
		"claims of another shape":  jwt(goodHead, change(goodBody, `"c7"`, `7`), assertKey, sha256.New),
	} {
		_, err := shop.verify(in, noon)
		assert.ErrorIs(t, err, errAssertion, name)
	}
	_, err := verifier{}.verify(jwt(`{"alg":"HS256"}`, goodBody, nil, sha256.New), noon)
	assert.ErrorIs(t, err, errAssertion, "without keys nobody is believed, not even the empty key")
}

// FuzzAssertion checks that nothing unsigned is believed.
func FuzzAssertion(f *testing.F) {
	f.Add(jwt(goodHead, goodBody, bytes.Repeat([]byte{8}, minKey), sha256.New))
	f.Add("..")
	f.Add("e30.e30.")
	f.Fuzz(func(t *testing.T, in string) {
		if c, err := shop.verify(in, noon); err == nil {
			t.Fatalf("believed %q: %v", in, c)
		}
	})
}
