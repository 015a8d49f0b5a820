package desk

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// mute is a store that commits and then loses the reply, as often as it is told to.
type mute struct {
	store.Store
	lose int
}

func (m *mute) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := m.Store.Commit(ctx, b)
	if err == nil && m.lose > 0 {
		m.lose--
		return 0, context.DeadlineExceeded
	}
	return rev, err
}

// seen is what a node's feed would show of the lease now.
func seen(t *testing.T, s store.Store) (held, beat store.Rev) {
	rs, err := s.Get(t.Context(), records.Lease(), records.Beat())
	require.NoError(t, err)
	found := records.ByKey(rs)
	return found[records.Lease()].Rev, found[records.Beat()].Rev
}

func TestATakeOverWhoseReplyWasLostIsTakenOverAgain(t *testing.T) {
	s := &mute{Store: memstore.New(memstore.Config{}), lose: 1}
	l := lease{store: s, node: "a", length: 3 * time.Second}
	_, err := l.step(t.Context(), noon, 0, 0, true, true)
	require.Error(t, err)
	require.Zero(t, l.term, "it may not have it")
	now := noon
	for l.term == 0 {
		held, beat := seen(t, s)
		next, err := l.step(t.Context(), now, held, beat, true, true)
		require.NoError(t, err)
		require.True(t, l.term != 0 || next.After(now))
		now = next
	}
	require.LessOrEqual(t, now.Sub(noon), 5*time.Second)
	held, _ := seen(t, s)
	require.Equal(t, held, l.term)
}

func TestOfManyContendersOneLeadsAndRenewingKeepsTheOthersAway(t *testing.T) {
	s := memstore.New(memstore.Config{})
	ls := make([]*lease, 5)
	for i := range ls {
		ls[i] = &lease{store: s, node: string(rune('a' + i)), length: 3 * time.Second}
	}
	terms := map[store.Rev]bool{}
	for now := noon; now.Before(noon.Add(time.Minute)); now = now.Add(500 * time.Millisecond) {
		leaders := 0
		for _, l := range ls {
			held, beat := seen(t, s)
			_, err := l.step(t.Context(), now, held, beat, true, true)
			require.NoError(t, err)
			if l.term != 0 {
				leaders++
				terms[l.term] = true
			}
		}
		require.Equal(t, 1, leaders)
	}
	require.Len(t, terms, 1, "the lease is written on a take-over only")
}

func TestRenewalsThatFailForALeaseLengthEndTheLeading(t *testing.T) {
	s := &mute{Store: memstore.New(memstore.Config{})}
	l := lease{store: s, node: "a", length: 3 * time.Second}
	_, err := l.step(t.Context(), noon, 0, 0, true, true)
	require.NoError(t, err)
	require.NotZero(t, l.term)
	held, beat := seen(t, s)
	s.lose = 1000
	for now := noon; l.term != 0; now = now.Add(100 * time.Millisecond) {
		require.LessOrEqual(t, now.Sub(noon), 3*time.Second, "others may take over by now")
		_, _ = l.step(t.Context(), now, held, beat, true, true)
	}
}

func TestTheStoreRefusesALeaderWhoHasSlept(t *testing.T) {
	s := memstore.New(memstore.Config{})
	a, b := lease{store: s, node: "a", length: 3 * time.Second}, lease{store: s, node: "b", length: 3 * time.Second}
	_, err := a.step(t.Context(), noon, 0, 0, true, true)
	require.NoError(t, err)
	held, beat := seen(t, s) // and asleep it is
	now := noon
	for b.term == 0 {
		next, err := b.step(t.Context(), now, held, beat, true, true)
		require.NoError(t, err)
		now = next
	}
	require.Greater(t, b.term, a.term)
	before, _ := seen(t, s)
	_, err = a.step(t.Context(), now, held, beat, true, true)
	require.ErrorIs(t, err, errFenced)
	require.Zero(t, a.term)
	after, _ := seen(t, s)
	require.Equal(t, before, after)
}
