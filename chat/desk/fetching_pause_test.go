package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// writeless is a store that takes nothing of sessions for a while.
type writeless struct {
	store.Store
	down *atomic.Bool
}

var errWriteless = errors.New("the disk is full")

// Commit implements store.Store.
func (s writeless) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	for _, r := range b.Put {
		if s.down.Load() && strings.HasPrefix(r.Key, "files/") {
			return 0, errWriteless
		}
	}
	return s.Store.Commit(ctx, b)
}

func TestAFileIsNotFetchedAgainAndAgainForAStoreThatTakesNothing(t *testing.T) {
	down := new(atomic.Bool)
	f := newFlown(t, func(cfg *desk.Config) { cfg.Store = writeless{cfg.Store, down} })
	id := f.comes(pigeon("1", words("look"), away("bill", "bill.pdf")))
	down.Store(true)
	began, pause := f.clock(), time.Duration(0)
	for range 6 {
		next, err := f.Outbox().Lines().Fetch(f.ctx, f.clock())
		require.Error(t, err)
		require.Greater(t, next.Sub(f.clock()), pause, "each pause is longer")
		pause = next.Sub(f.clock())
		asked := len(f.bird.asked)
		again, err := f.Outbox().Lines().Fetch(f.ctx, f.clock()) // something else woke it
		require.NoError(t, err)
		require.Equal(t, next, again)
		require.Len(t, f.bird.asked, asked)
		f.pass(pause)
	}
	require.Len(t, f.bird.asked, 6)
	require.Greater(t, f.clock().Sub(began), 10*time.Minute)
	down.Store(false)
	f.fetches()
	m, _ := f.said(id)
	require.Len(t, m.Files, 1)
}

func TestANodeThatIsToFetchFilesAndKeepsNoneSaysSo(t *testing.T) {
	f := newFlown(t)
	f.comes(pigeon("1", words("look"), away("bill", "bill.pdf")))
	other, err := desk.New(desk.Config{Store: f.store, Now: f.clock, Node: "other"})
	require.NoError(t, err)
	degraded := func(d *desk.Desk) (says []string, counted int) {
		faults, err := d.Ready(f.ctx)
		require.NoError(t, err)
		for _, x := range faults {
			says = append(says, x.Says)
		}
		return says, d.Host().Stats().Degraded
	}
	for range 30 {
		_, err = other.Follower().Step(f.ctx, f.clock())
		require.NoError(t, err)
		_, err = other.Dispatcher().Step(f.ctx, f.clock())
		require.NoError(t, err)
		f.pass(time.Second)
	}
	says, counted := degraded(f.Desk)
	require.Empty(t, says)
	require.Zero(t, counted)
	require.True(t, other.Host().Stats().Leading)
	says, counted = degraded(other)
	require.Len(t, says, 1)
	require.Contains(t, says[0], "Config.Blobs")
	require.Equal(t, 1, counted)
}
