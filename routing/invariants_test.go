package routing_test

import (
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
)

func sorted[T any](m map[string]*T) []*T {
	var ts []*T
	for _, k := range slices.Sorted(maps.Keys(m)) {
		ts = append(ts, m[k])
	}
	return ts
}

// check asserts what must hold between any two steps.
func (h *host) check() {
	require.Equal(h.t, h.born, len(h.requests)+h.ended["closed"]+h.ended["abandoned"]+h.ended["messaged"], "conservation")
}
