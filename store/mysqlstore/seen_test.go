package mysqlstore_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
)

// TestWhatWasSeenOutlivesAKill reads all the time while others write, kills the server, and asks
// for what was seen: 2 times, or 100 with SWITCHBOARD_FULL=1. Without a binary log, which Open
// refuses, InnoDB shows a commit before its log is written: while the disk was busy, kills took
// back what was seen.
func TestWhatWasSeenOutlivesAKill(t *testing.T) {
	t.Parallel()
	kills := 2
	if full {
		kills = 100
	}
	s := mysqltest.New(t)
	open := func() *mysqlstore.Store {
		return openStore(t, mysqlstore.Config{DB: pool(t, s.DSN()), Timeout: 20 * time.Second})
	}
	writers, reader := []*mysqlstore.Store{open(), open()}, open()
	for i := range kills {
		var seen atomic.Int64
		var wg sync.WaitGroup
		for _, w := range append(writers, writers...) {
			wg.Go(func() {
				for {
					if _, err := w.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a", Value: []byte("x")}}}); err != nil {
						return
					}
				}
			})
		}
		for range 3 {
			wg.Go(func() {
				for {
					_, head, err := reader.Changes(t.Context(), 0, 0)
					if err != nil {
						return
					}
					seen.Store(max(seen.Load(), int64(head)))
				}
			})
		}
		time.Sleep(time.Duration(100+i*97%200) * time.Millisecond)
		require.NoError(t, s.Kill())
		wg.Wait()
		require.NoError(t, s.Restart())
		_, _, err := open().Changes(t.Context(), store.Rev(seen.Load()), 1)
		require.NoError(t, err, "kill %d: what was seen is gone", i)
	}
}
