package keyring

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// usualParts is how many bytes of parts need no more room than the first.
const usualParts = 128

// MAC is a keyed hash of some parts, in their order. A zero byte ends each part, so that two
// parts never pass for one.
func MAC(key []byte, parts ...string) []byte {
	// One room for all parts, and for the sum: each request of somebody known comes by here.
	all := make([]byte, 0, usualParts)
	for _, p := range parts {
		all = append(append(all, p...), 0)
	}
	h := hmac.New(sha256.New, key)
	_, _ = h.Write(all)
	return h.Sum(all[:0])[:sha256.Size:sha256.Size]
}

// HexMAC is the first half of a keyed hash, as text: 128 bits are enough to tell two values apart.
func HexMAC(key []byte, parts ...string) string {
	var text [sha256.Size]byte
	hex.Encode(text[:], MAC(key, parts...)[:sha256.Size/2])
	return string(text[:])
}
