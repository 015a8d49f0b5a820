package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store"
)

// ostrich is a messenger that takes long for one file.
type ostrich struct {
	messenger
	asked, free chan struct{}
}

// Name implements hook.Channel.
func (o *ostrich) Name() string { return "ostrich" }

// Fetch implements hook.Fetcher.
func (o *ostrich) Fetch(_ context.Context, w hook.WantedFile) ([]byte, error) {
	if w.ID == "slow" {
		o.asked <- struct{}{}
		<-o.free
	}
	return []byte("%PDF-1.7 " + w.ID), nil
}

func TestAFileThatTakesLongKeepsBackNoneOfOthers(t *testing.T) {
	f := newFlown(t)
	bird := &ostrich{asked: make(chan struct{}, 2), free: make(chan struct{})}
	require.NoError(t, f.Outbox().Lines().Connect(bird))
	from := func(sender, id string) hook.Inbound {
		in := pigeon(id, words("look"), away(id, id+".pdf"))
		in.Channel, in.Sender = "ostrich", sender
		return in
	}
	slow := f.comes(from("7", "slow"))
	ended := make(chan time.Time)
	go func() {
		next, err := f.Outbox().Lines().Fetch(f.ctx, f.clock())
		if err != nil {
			t.Error(err)
		}
		ended <- next
	}()
	<-bird.asked
	other, again := f.comes(from("8", "quick")), f.comes(from("7", "more"))
	require.Equal(t, slow, again)
	there := func(id chat.SessionID) bool {
		m, _ := f.said(id)
		return len(m.Files) == 1
	}
	require.Eventually(t, func() bool { return there(other) }, 20*time.Second, 10*time.Millisecond)
	require.False(t, there(slow), "one after the other in a session")
	close(bird.free)
	<-ended
	f.fetches()
	require.True(t, there(slow))
	require.Empty(t, bird.asked, "nothing was fetched twice")
	require.Empty(t, f.holding("fetching/"))
}

// listless is a store that cannot list what is to be fetched for a while.
type listless struct {
	store.Store
	down *atomic.Bool
}

var errListless = errors.New("the store is away")

// List implements store.Store.
func (s listless) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if s.down.Load() && strings.HasPrefix(r.Prefix, "fetching/") {
		return nil, errListless
	}
	return s.Store.List(ctx, r)
}

func TestFetchingGoesOnAfterTheStoreWasAway(t *testing.T) {
	down := new(atomic.Bool)
	f := newFlown(t, func(cfg *desk.Config) { cfg.Store = listless{cfg.Store, down} })
	id := f.comes(pigeon("1", words("look"), away("bill", "bill.pdf")))
	down.Store(true)
	next, err := f.Outbox().Lines().Fetch(f.ctx, f.clock())
	require.ErrorIs(t, err, errListless)
	require.True(t, next.After(f.clock()), "it is tried again by itself: %v", next)
	down.Store(false)
	f.pass(next.Sub(f.clock()))
	f.fetches()
	m, _ := f.said(id)
	require.Len(t, m.Files, 1)
}
