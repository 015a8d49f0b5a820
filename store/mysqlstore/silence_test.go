package mysqlstore_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
)

// When connections die in silence, every call ends, and what is new works again: nobody stays deaf.
func TestCallsEndOnConnectionsThatDiedInSilence(t *testing.T) {
	t.Parallel()
	r, table := newRelay(t), freshTable()
	cutOff := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 10 * time.Second})
	other := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: time.Second})
	head := put(t, cutOff, "a", "1")
	r.Mute(true)
	calls := map[string]func() error{
		"Get":     func() error { _, err := cutOff.Get(t.Context(), "a"); return err },
		"List":    func() error { _, err := cutOff.List(t.Context(), store.Range{Limit: 1}); return err },
		"Changes": func() error { _, _, err := cutOff.Changes(t.Context(), 0, 1); return err },
		"Commit": func() error {
			_, err := cutOff.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
			return err
		},
		"Wait": func() error { return cutOff.Wait(t.Context(), head) },
	}
	var wg sync.WaitGroup
	for name, call := range calls {
		wg.Go(func() { assert.Error(t, call(), name) })
	}
	wg.Wait()
	_, err := mysqlstore.Open(context.Background(), mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 50 * time.Millisecond})
	assert.ErrorIs(t, err, context.DeadlineExceeded, "Open")
	put(t, other, "a", "2")
	r.Mute(false)
	eventually(t, func() bool { rs, err := cutOff.Get(t.Context(), "a"); return err == nil && string(rs[0].Value) == "2" })
}

func TestFollowerHearsAgainAfterItsConnectionsDiedInSilence(t *testing.T) {
	t.Parallel()
	r, table := newRelay(t), freshTable()
	follower := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 10 * time.Second})
	other := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute})
	head := put(t, other, "a", "1")
	waited := make(chan error, 1)
	wait := func() { go func() { waited <- follower.Wait(context.Background(), head) }() }
	wait()
	eventually(t, func() bool { _, err := follower.Get(t.Context(), "a"); return err == nil })
	r.Mute(true) // the poll asks, and is never answered
	<-waited     // told that something is wrong, or of nothing new
	r.Mute(false)
	eventually(t, func() bool { _, err := follower.Get(t.Context(), "a"); return err == nil })
	wait()
	select {
	case <-waited: // a connection that had died
		wait()
	case <-time.After(100 * time.Millisecond):
	}
	put(t, other, "a", "2")
	select {
	case <-waited:
	case <-time.After(30 * time.Second):
		require.Fail(t, "it is deaf")
	}
}

// The answer to COMMIT is what makes a commit known.
func TestCommitWhoseAnswerIsLostIsUnknown(t *testing.T) {
	t.Parallel()
	r, table := newRelay(t), freshTable()
	cutOff := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 10 * time.Second})
	other := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute})
	put(t, cutOff, "a", "1")
	r.Lose("COMMIT")
	_, err := cutOff.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b"}}})
	require.Error(t, err)
	assert.NotErrorIs(t, err, mysqlstore.ErrNotCommitted)
	rs, err := other.Get(t.Context(), "b")
	require.NoError(t, err)
	assert.Len(t, rs, 1, "it was committed")
	put(t, cutOff, "c", "1")
}
