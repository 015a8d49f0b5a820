package channel

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// Signed reports whether a header is prefix and the HMAC-SHA256 of raw under a secret, in
// hexadecimal. An empty secret signs nothing. The time it takes does not depend on where they
// differ.
func Signed(header, prefix string, secret, raw []byte) bool {
	said, ok := strings.CutPrefix(header, prefix)
	if !ok || len(secret) == 0 || len(said) != hex.EncodedLen(sha256.Size) {
		return false
	}
	sum, err := hex.DecodeString(said)
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(raw)
	return hmac.Equal(sum, mac.Sum(nil))
}

// SameSecret reports whether what was said is a secret. An empty secret is nobody's. The time it
// takes depends on neither.
func SameSecret(said, secret string) bool {
	a, b := sha256.Sum256([]byte(said)), sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && secret != ""
}
