package chathttp

import (
	"crypto/hmac"
	"crypto/sha256"
	"log/slog"
)

// minKey is the least length of a key in bytes.
const minKey = 32

// secret is a string that must not be seen: it prints, logs and encodes as [redacted].
type secret string

const redacted = "[redacted]"

// String hides the secret.
func (secret) String() string { return redacted }

// GoString hides the secret from %#v.
func (secret) GoString() string { return redacted }

// LogValue hides the secret from slog.
func (secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText hides the secret from encoders.
func (secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// signer signs under one key, for one purpose.
type signer struct{ key []byte }

// newSigner derives the key of a purpose, so that what is signed for one never passes for another.
func newSigner(key []byte, purpose string) signer {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("switchboard/" + purpose))
	return signer{m.Sum(nil)}
}

// sum returns the 32-byte HMAC-SHA256 of data.
func (s signer) sum(data []byte) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write(data)
	return m.Sum(nil)
}
