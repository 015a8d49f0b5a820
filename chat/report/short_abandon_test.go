package report

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestAShortAbandonIsOneWithinTheTimeOrAtItsEnd(t *testing.T) {
	for after, counted := range map[time.Duration]int{0: 0, 5 * time.Second: 0, 5*time.Second + 1: 1} {
		r, err := Summarise(slices.Values([]chat.Session{abandoned(t0, after), answered(t0, 0, time.Second, "agt_1")}), Config{ShortAbandon: 5 * time.Second})
		require.NoError(t, err)
		require.Equal(t, counted, r.Rows[0].Abandoned, after)
	}
	r, err := Summarise(slices.Values([]chat.Session{abandoned(t0, 0)}), Config{})
	require.NoError(t, err)
	require.Equal(t, 1, r.Rows[0].Abandoned, "without such a time every one counts")
}
