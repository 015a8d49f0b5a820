package keyring

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMACIsTheStandardsOfPartsThatEndInZero(t *testing.T) {
	key := []byte("a key")
	var hs hashers
	for _, parts := range [][]string{
		nil, {""}, {"a", "b"}, {"ab"}, {"visitor", strings.Repeat("long ", 100)},
	} {
		h := hmac.New(sha256.New, key)
		for _, p := range parts {
			_, _ = h.Write([]byte(p + "\x00"))
		}
		want := h.Sum(nil)
		require.Equal(t, want, MAC(key, parts...))
		for _, key := range [][]byte{key, []byte("another"), key} { // they tell keys apart
			sum := hs.mac(key, parts...)
			require.Equal(t, MAC(key, parts...), sum[:])
		}
		require.Equal(t, hex.EncodeToString(want[:16]), HexMAC(key, parts...))
	}
}

func TestAMACTakesOneRoomBesideThatOfTheHash(t *testing.T) {
	key := []byte("a key")
	bare := testing.AllocsPerRun(100, func() {
		h := hmac.New(sha256.New, key)
		_ = h.Sum(make([]byte, 0, sha256.Size))
	})
	own := testing.AllocsPerRun(100, func() { _ = MAC(key, "visitor", "vis_7") })
	require.LessOrEqual(t, own, bare, "a room for the parts, which is that of the sum")
	text := testing.AllocsPerRun(100, func() { _ = HexMAC(key, "visitor", "vis_7") })
	require.LessOrEqual(t, text, bare+1)
}
