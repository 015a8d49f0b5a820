package commit

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOneAtATimeHoldsAKey(t *testing.T) {
	var l locks
	var wg sync.WaitGroup
	inside, total := 0, 0
	for i := range 200 {
		wg.Go(func() {
			keys := []string{"a", "b"}
			if i%2 == 0 {
				keys = []string{"b", "a", "a"} // in whatever order: nobody waits for ever
			}
			unlock, err := l.lock(t.Context(), keys...)
			require.NoError(t, err)
			defer unlock()
			inside++
			require.Equal(t, 1, inside)
			total++
			inside--
		})
	}
	wg.Wait()
	require.Equal(t, 200, total)
	require.Empty(t, l.held, "a key nobody wants is forgotten")
}

func TestWhoGivesUpWaitingHoldsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l locks
		unlock, err := l.lock(t.Context(), "b")
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = l.lock(ctx, "a", "b")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		free, err := l.lock(t.Context(), "a")
		require.NoError(t, err)
		free()
		unlock()
		require.Empty(t, l.held)
	})
}
