package desk_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// backwards gives the records of each commit in the opposite order, which a store must not: the desk does not lean on it.
type backwards struct{ store.Store }

func (b backwards) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	rs, upTo, err := b.Store.Changes(ctx, after, limit)
	slices.Reverse(rs)
	slices.SortStableFunc(rs, func(x, y store.Record) int { return int(x.Rev) - int(y.Rev) })
	return rs, upTo, err
}

func TestFollowYieldsEveryEntryWhateverTheOrderWithinACommit(t *testing.T) {
	s := newShop(t, twoTeams(), func(c *desk.Config) { c.Store = backwards{memstore.New(memstore.Config{})} })
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Greater(t, v.Entries, 1)
	next := 1
	for e, err := range s.Host().Follow(s.ctx, "0-0") {
		require.NoError(t, err)
		require.Equal(t, next, e.Entry.N)
		if next++; next > v.Entries {
			break
		}
	}
}
