package keyring

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"sync"
)

// usualParts is how many bytes of parts need no more room than the first.
const usualParts = 128

// MAC is a keyed hash of some parts, in their order. A zero byte ends each part, so that two
// parts never pass for one.
func MAC(key []byte, parts ...string) []byte {
	// One room for all parts, and for the sum: each request of somebody known comes by here.
	all := joined(make([]byte, 0, usualParts), parts)
	h := hmac.New(sha256.New, key)
	_, _ = h.Write(all)
	return h.Sum(all[:0])[:sha256.Size:sha256.Size]
}

// joined appends parts, each with its end.
func joined(to []byte, parts []string) []byte {
	for _, p := range parts {
		to = append(append(to, p...), 0)
	}
	return to
}

// hashers are hashes of one key, for whoever makes many: to begin one anew costs nothing but what
// it hashes. The zero value is ready, and safe for concurrent use.
type hashers struct{ idle sync.Pool }

// hasher is a hash of a key, and room for what it hashes.
type hasher struct {
	key  []byte
	hash hash.Hash
	text []byte
}

// mac is MAC, in an array.
func (hs *hashers) mac(key []byte, parts ...string) (sum [sha256.Size]byte) {
	h, _ := hs.idle.Get().(*hasher)
	if h == nil || !hmac.Equal(h.key, key) { // the store's secret may have been read anew
		h = &hasher{key: key, hash: hmac.New(sha256.New, key), text: make([]byte, 0, usualParts)}
	}
	defer hs.idle.Put(h)
	h.text = joined(h.text[:0], parts)
	h.hash.Reset()
	_, _ = h.hash.Write(h.text)
	h.text = h.hash.Sum(h.text[:0])
	copy(sum[:], h.text)
	return sum
}

// HexMAC is the first half of a keyed hash, as text: 128 bits are enough to tell two values
// apart.
func HexMAC(key []byte, parts ...string) string {
	var text [sha256.Size]byte
	hex.Encode(text[:], MAC(key, parts...)[:sha256.Size/2])
	return string(text[:])
}
