package trigger

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAnOrdinaryAddressIsReadAsAnyOther compares the short way with the long one, at every short
// path of these characters.
func TestAnOrdinaryAddressIsReadAsAnyOther(t *testing.T) {
	const characters = "/a.?#=p"
	ordinary := 0
	var try func(s string, left int)
	try = func(s string, left int) {
		if path, ok := plainPlace(s); ok {
			ordinary++
			fast := namesake(nil, path)
			slow := readPlaces(nil, s)
			for _, p := range slow {
				require.True(t, slices.Contains(fast, p), "%q is at %q too", s, p)
			}
			for _, p := range fast {
				require.True(t, slices.Contains(slow, p), "%q is not at %q", s, p)
			}
		}
		if left > 0 {
			for _, c := range characters {
				try(s+string(c), left-1)
			}
		}
	}
	try("/", 5)
	try("https://shop.example/", 4)
	require.Greater(t, ordinary, 1000)
}
