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

// shortPages gives one commit at a time, whatever is asked for, and is no Waiter.
type shortPages struct{ store.Store }

func (s shortPages) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	rs, upTo, err := s.Store.Changes(ctx, after, limit)
	if err != nil || len(rs) == 0 {
		return rs, upTo, err
	}
	rev := rs[0].Rev
	rs = slices.DeleteFunc(rs, func(r store.Record) bool { return r.Rev != rev })
	return rs, rev, nil
}

func TestAFollowerReadsShortPagesToTheirEndInOneGo(t *testing.T) {
	mem := memstore.New(memstore.Config{})
	s := newShop(t, twoTeams(), func(c *desk.Config) { c.Store = shortPages{mem} })
	// What the shop begins with is several commits, and none is read yet.
	steps := 0
	for now := s.clock(); ; steps++ {
		next, err := s.node.Follower().Step(s.ctx, now)
		require.NoError(t, err)
		if next.After(now) {
			break
		}
	}
	require.Greater(t, steps, 5, "it pauses at an empty page alone")
}
