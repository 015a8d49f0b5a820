package pgstore_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// behind starts a commit that waits for the counter, and returns when it does.
func behind(t *testing.T, s *pgstore.Store, table string) (ended <-chan error) {
	done := make(chan error, 1)
	go func() {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "first"}}})
		done <- err
	}()
	watch := connect(t, shared(t).URL())
	require.Eventually(t, func() bool {
		var n int
		err := watch.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%' || $1 || '_counter%FOR UPDATE'`, table).Scan(&n)
		return err == nil && n == 1
	}, 10*time.Second, time.Millisecond)
	return done
}

func keys(t *testing.T, s *pgstore.Store) (keys []string) {
	rs, err := s.List(t.Context(), store.Range{Limit: 100})
	require.NoError(t, err)
	for _, r := range rs {
		keys = append(keys, r.Key)
	}
	return keys
}

func TestCommitThatNobodyWaitsForAnyMoreIsNotBegun(t *testing.T) {
	t.Parallel()
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Stall: 30 * time.Second, Timeout: 60 * time.Second})
	holder := hold(t, shared(t).URL(), table)
	first := behind(t, s, table)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 10)
	for range cap(gone) {
		go func() {
			_, err := s.Commit(ctx, store.Batch{Put: []store.Record{{Key: "gone"}}})
			gone <- err
		}()
	}
	cancel()
	for range cap(gone) {
		require.ErrorIs(t, <-gone, context.Canceled)
	}
	_, err := holder.Exec(t.Context(), "COMMIT")
	require.NoError(t, err)
	require.NoError(t, <-first)
	put(t, s, "last", "")
	assert.Equal(t, []string{"first", "last"}, keys(t, s))
}

func TestCommitIsAnsweredWithinTimeoutAlsoWhenItsTurnHasNotCome(t *testing.T) {
	t.Parallel()
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Stall: 30 * time.Second, Timeout: time.Second})
	_ = hold(t, shared(t).URL(), table)
	_ = behind(t, s, table)
	_, err := s.Commit(context.Background(), store.Batch{Put: []store.Record{{Key: "second"}}})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.NotContains(t, keys(t, s), "second")
}
