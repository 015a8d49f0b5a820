package keyring

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// MAC is a keyed hash of some parts, in their order. A zero byte ends each part, so that two
// parts never pass for one.
func MAC(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum(nil)
}

// HexMAC is the first half of a keyed hash, as text: 128 bits are enough to tell two values apart.
func HexMAC(key []byte, parts ...string) string {
	return hex.EncodeToString(MAC(key, parts...)[:16])
}
