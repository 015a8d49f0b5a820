package records_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// TestNoReadsCostNothing: a stream that is woken mostly has nothing to read.
func TestNoReadsCostNothing(t *testing.T) {
	for _, n := range []int{0, 1} {
		reads := 0
		read := func(context.Context, int) error {
			reads++
			return nil
		}
		require.Zero(t, testing.AllocsPerRun(100, func() {
			_ = records.Together(t.Context(), 8, n, read)
		}))
		require.Equal(t, 101*n, reads)
	}
}
