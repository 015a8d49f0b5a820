//go:build !race

package main

import (
	"bytes"
	"regexp"
	"strconv"
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
	sums := regexp.MustCompile(`(\d+) began: (\d+) were talked to, ` +
		`(\d+) left a message \(\d+ after hours\), (\d+) gave up`)
	days := sums.FindAllStringSubmatch(first, -1)
	require.Len(t, days, 8*3)
	for _, d := range days {
		var n [4]int
		for i := range n {
			var err error
			n[i], err = strconv.Atoi(d[i+1])
			require.NoError(t, err)
		}
		require.Equal(t, n[0], n[1]+n[2]+n[3], "whoever began is accounted for: %s", d[0])
	}
}
