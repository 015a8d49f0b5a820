package lead

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

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
	l := NewLease(s, "a", 3*time.Second, nil)
	_, err := l.Step(t.Context(), noon, 0, 0, true, true)
	require.Error(t, err)
	require.Zero(t, l.Term(), "it may not have it")
	now := noon
	for l.Term() == 0 {
		held, beat := seen(t, s)
		next, err := l.Step(t.Context(), now, held, beat, true, true)
		require.NoError(t, err)
		require.True(t, l.Term() != 0 || next.After(now))
		now = next
	}
	require.LessOrEqual(t, now.Sub(noon), 5*time.Second)
	held, _ := seen(t, s)
	require.Equal(t, held, l.Term())
}

func TestOfManyContendersOneLeadsAndRenewingKeepsTheOthersAway(t *testing.T) {
	s := memstore.New(memstore.Config{})
	ls := make([]*Lease, 5)
	for i := range ls {
		ls[i] = NewLease(s, string(rune('a'+i)), 3*time.Second, nil)
	}
	terms := map[store.Rev]bool{}
	for now := noon; now.Before(noon.Add(time.Minute)); now = now.Add(500 * time.Millisecond) {
		leaders := 0
		for _, l := range ls {
			held, beat := seen(t, s)
			_, err := l.Step(t.Context(), now, held, beat, true, true)
			require.NoError(t, err)
			if l.Term() != 0 {
				leaders++
				terms[l.Term()] = true
			}
		}
		require.Equal(t, 1, leaders)
	}
	require.Len(t, terms, 1, "the lease is written on a take-over only")
}

func TestRenewalsThatFailForALeaseLengthEndTheLeading(t *testing.T) {
	s := &mute{Store: memstore.New(memstore.Config{})}
	l := NewLease(s, "a", 3*time.Second, nil)
	_, err := l.Step(t.Context(), noon, 0, 0, true, true)
	require.NoError(t, err)
	require.NotZero(t, l.Term())
	held, beat := seen(t, s)
	s.lose = 1000
	for now := noon; l.Term() != 0; now = now.Add(100 * time.Millisecond) {
		require.LessOrEqual(t, now.Sub(noon), 3*time.Second, "others may take over by now")
		_, _ = l.Step(t.Context(), now, held, beat, true, true)
	}
}

func TestTheStoreRefusesALeaderWhoHasSlept(t *testing.T) {
	s := memstore.New(memstore.Config{})
	a, b := NewLease(s, "a", 3*time.Second, nil), NewLease(s, "b", 3*time.Second, nil)
	_, err := a.Step(t.Context(), noon, 0, 0, true, true)
	require.NoError(t, err)
	held, beat := seen(t, s) // and asleep it is
	now := noon
	for b.Term() == 0 {
		next, err := b.Step(t.Context(), now, held, beat, true, true)
		require.NoError(t, err)
		now = next
	}
	require.Greater(t, b.Term(), a.Term())
	before, _ := seen(t, s)
	_, err = a.Step(t.Context(), now, held, beat, true, true)
	require.ErrorIs(t, err, records.ErrFenced)
	require.Zero(t, a.Term())
	after, _ := seen(t, s)
	require.Equal(t, before, after)
}

func TestALeaseTakenAgainIsNotGivenUpForWhatWasBefore(t *testing.T) {
	s := memstore.New(memstore.Config{})
	l := NewLease(s, "a", 3*time.Second, nil)
	step := func(at time.Time, wanted bool) {
		held, beat := seen(t, s)
		_, err := l.Step(t.Context(), at, held, beat, wanted, true)
		require.NoError(t, err)
	}
	step(noon, true)
	step(noon.Add(time.Second), false)
	step(noon.Add(2*time.Second), true)
	step(noon.Add(5*time.Second), true)
	require.NotZero(t, l.Term(), "there was something to lead again")
	step(noon.Add(6*time.Second), false)
	step(noon.Add(8*time.Second), false)
	require.NotZero(t, l.Term(), "there may be something again soon")
	l.Lose()
	for at := noon.Add(time.Minute); l.Term() == 0; at = at.Add(time.Second) {
		step(at, true)
		if l.Term() != 0 {
			step(at.Add(time.Millisecond), false)
			require.NotZero(t, l.Term(), "the length begins anew")
		}
		require.Less(t, at.Sub(noon), 2*time.Minute)
	}
}
