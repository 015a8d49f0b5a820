package pgstore_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// TestServerNumbersAsAWriterDoes holds the revisions that the server gives against those of a
// Numbering: whatever becomes of the counter's row, they rise, and where it went back a new writer
// gives them.
func TestServerNumbersAsAWriterDoes(t *testing.T) {
	t.Parallel()
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Timeout: time.Minute})
	other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Timeout: time.Minute})
	admin := connect(t, shared(t).URL())
	var n store.Numbering
	a, l := n.Next(0, store.Lineage{})
	b, _ := n.Next(a, l)
	turns := b - a
	_ = put(t, s, "a", "1") // a new writer's
	first := put(t, s, "a", "2")
	require.Equal(t, first+turns, put(t, s, "a", "3"), "the same writer, and nobody else")
	for i := range 20 { // in turn, each with its own
		x, y := put(t, s, "a", fmt.Sprint(i)), put(t, other, "a", fmt.Sprint(i))
		require.Greater(t, y, x)
		require.Equal(t, first%turns, x%turns)
		require.NotEqual(t, first%turns, y%turns)
	}
	for name, change := range map[string]string{
		"written by an earlier release": `UPDATE %s_counter SET lineage = ''`,
		"moved on with a backup":        `UPDATE %s_counter SET head = head + 1`,
		"gone back":                     `UPDATE %s_counter SET lineage = substr(lineage, 1, 8)`,
	} {
		before := put(t, s, "a", name)
		_, err := admin.Exec(t.Context(), fmt.Sprintf(change, table))
		require.NoError(t, err)
		after := put(t, s, "a", name)
		require.Greater(t, after, before, name)
		_, _, err = s.Changes(t.Context(), after, 10)
		require.NoError(t, err, name)
		_, err = s.Commit(t.Context(), store.Batch{If: []store.Cond{{Key: "a", Rev: before}}, Delete: []string{"a"}})
		require.ErrorIs(t, err, store.ErrConflict, name)
		require.Greater(t, put(t, other, "a", name), after, name)
	}
}

// TestCommitsOfOneTripAreAnsweredEachOnItsOwn has a few at a time wait for the counter together.
func TestCommitsOfOneTripAreAnsweredEachOnItsOwn(t *testing.T) {
	t.Parallel()
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Stall: 30 * time.Second, Timeout: time.Minute})
	at := put(t, s, "a", "1")
	gone := put(t, s, "gone", "1")
	holder := hold(t, shared(t).URL(), table)
	first := behind(t, s, table)
	type ended struct {
		rev store.Rev
		err error
	}
	batches := []store.Batch{
		{If: []store.Cond{{Key: "a", Rev: at}}, Put: []store.Record{{Key: "a", Value: []byte("2")}}},
		{If: []store.Cond{{Key: "a", Rev: at}}, Put: []store.Record{{Key: "a", Value: []byte("3")}}},
		{If: []store.Cond{{Key: "b"}}, Put: []store.Record{{Key: "b"}}, Delete: []string{"gone", "never"}},
		{Delete: []string{"never"}},
		{If: []store.Cond{{Key: "gone", Rev: gone}}},
	}
	answers := make([]ended, len(batches))
	var all sync.WaitGroup
	for i, b := range batches {
		all.Go(func() { answers[i].rev, answers[i].err = s.Commit(t.Context(), b) })
	}
	time.Sleep(100 * time.Millisecond) // that they do meet is likely, and not needed
	_, err := holder.Exec(t.Context(), "COMMIT")
	require.NoError(t, err)
	require.NoError(t, <-first)
	all.Wait()
	assert.NotEqual(t, answers[0].err == nil, answers[1].err == nil, "one of two: %v, %v", answers[0].err, answers[1].err)
	for _, a := range answers[:2] {
		if a.err != nil {
			assert.ErrorIs(t, a.err, store.ErrConflict)
			assert.ErrorContains(t, a.err, "a is at ")
		}
	}
	assert.NoError(t, answers[2].err)
	assert.NoError(t, answers[3].err)
	_, err = s.Get(t.Context(), "a")
	require.NoError(t, err)
	rs, upTo, err := s.Changes(t.Context(), at-1, 100)
	require.NoError(t, err)
	require.NotEmpty(t, rs)
	last := rs[len(rs)-1].Rev
	assert.Equal(t, last, upTo, "what writes nothing moves nothing")
	var dead []string
	for _, r := range rs {
		if r.Deleted {
			dead = append(dead, r.Key)
			assert.Equal(t, answers[2].rev, r.Rev)
		}
	}
	assert.Equal(t, []string{"gone"}, dead)
}

func TestDeletionsThatAreTooOldAreForgottenInOneTrip(t *testing.T) {
	t.Parallel()
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Keep: 5, Timeout: time.Minute})
	begun := put(t, s, "a", "1")
	for i := range 30 {
		put(t, s, fmt.Sprint("k", i), "1")
		_, err := s.Commit(t.Context(), store.Batch{Delete: []string{fmt.Sprint("k", i)}})
		require.NoError(t, err)
	}
	_, _, err := s.Changes(t.Context(), begun, 10)
	require.ErrorIs(t, err, store.ErrCursor)
	var kept int
	require.NoError(t, connect(t, shared(t).URL()).QueryRow(t.Context(), "SELECT count(*) FROM "+table+"_deleted").Scan(&kept))
	assert.Less(t, kept, 6)
}
