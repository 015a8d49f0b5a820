package desk

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// TestWhoSignsInOnANodeIsThereAtItsDoor looks before the feed has told of anything.
func TestWhoSignsInOnANodeIsThereAtItsDoor(t *testing.T) {
	f := newFollowed(t)
	ctx := t.Context()
	id, err := f.Host().PutAgent(ctx, settings.Agent{Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "q1"}}})
	require.NoError(t, err)
	f.follow()
	ann := f.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
	vera := f.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true})
	reason := func(q chat.QueueID) chat.Reason {
		a, err := vera.Availability(ctx, "", q)
		require.NoError(t, err)
		return a.Reason
	}
	require.Equal(t, chat.NoAgent, reason("q1"))
	for range 3 {
		_, err = ann.SetStatus(ctx, chat.Available, "")
		require.NoError(t, err)
		require.Empty(t, reason("q1"))
		_, err = ann.SetStatus(ctx, chat.Break, "")
		require.NoError(t, err)
		require.Equal(t, chat.NoAgent, reason("q1"))
	}
	_, err = ann.SetStatus(ctx, chat.Available, "")
	require.NoError(t, err)
	_, err = f.Host().PutAgent(ctx, settings.Agent{Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "q2"}}})
	require.NoError(t, err)
	require.Equal(t, chat.NoAgent, reason("q1"), "she serves another queue now")
	require.Empty(t, reason("q2"))
	require.NoError(t, f.Host().RemoveAgent(ctx, id))
	require.Equal(t, chat.NoAgent, reason("q2"))
	f.follow()
	require.Equal(t, chat.NoAgent, reason("q2"))
}

// TestWhoSignsInWhileThePictureIsMadeIsThere signs in after the agents were read.
func TestWhoSignsInWhileThePictureIsMadeIsThere(t *testing.T) {
	f := newFollowed(t)
	ctx := t.Context()
	_, err := f.Host().PutAgent(ctx, settings.Agent{Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "q1"}}})
	require.NoError(t, err)
	ann := f.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
	meanwhile := &listing{Store: f.cfg.Store, after: func() {
		_, err := ann.SetStatus(ctx, chat.Available, "")
		require.NoError(t, err)
	}}
	f.cfg.Store = meanwhile
	f.engine.replica.Forget()
	require.NoError(t, f.Follower().load(ctx, noon))
	require.Nil(t, meanwhile.after, "it was read")
	a, err := f.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}).Availability(ctx, "", "q1")
	require.NoError(t, err)
	require.True(t, a.Accepting)
}

// listing does something once, after agents were listed.
type listing struct {
	store.Store
	after func()
}

func (l *listing) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := l.Store.List(ctx, r)
	if do := l.after; do != nil && r.Prefix == records.Prefix(records.FamilyAgent) {
		l.after = nil
		do()
	}
	return rs, err
}
