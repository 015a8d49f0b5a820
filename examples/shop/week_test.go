//go:build !race

package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAWeekLeavesNobodyAloneAndTheSameSeedTellsTheSameDiary(t *testing.T) {
	play := func() string {
		var out bytes.Buffer
		err := playWeek(t.Context(), &out, 7)
		require.NoError(t, err, out.String())
		return out.String()
	}
	first := play()
	require.Equal(t, first, play())
	for _, says := range []string{
		"chat left, 12 minutes", "hands a chat of", "inventory day", "node1 and node2 go down",
		"is told of the break at", "is back from the break", "stays on after the shift",
		"works outside the shift", "Forgotten: 0.",
	} {
		require.Contains(t, first, says)
	}
}
