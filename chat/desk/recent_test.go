package desk_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// countedGets is a store that counts what is read from it.
type countedGets struct {
	store.Store
	gets int
}

func (c *countedGets) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	c.gets++
	return c.Store.Get(ctx, keys...)
}

func send(text string, id chat.CommandID) chat.Command {
	return chat.Send{Author: chat.Author{Kind: chat.AuthorVisitor}, Command: id, Text: text}
}

func TestWhatThisNodeWroteLastIsNotReadAgain(t *testing.T) {
	var s *countedGets
	c := newCrew(t, 1, func(cfg *desk.Config) {
		s = &countedGets{Store: cfg.Store}
		cfg.Store = s
	})
	d := c.desks[0]
	c.begin(d, "s1")
	_, err := c.do(d, "s1", send("one", "c1"))
	require.NoError(t, err)
	s.gets = 0
	_, err = c.do(d, "s1", send("two", "c2"))
	require.NoError(t, err)
	require.Zero(t, s.gets)
}

func TestWhatAnotherNodeDidSinceIsSeenAllTheSame(t *testing.T) {
	c := newCrew(t, 2)
	here, there := c.desks[0], c.desks[1]
	c.begin(here, "s1")
	_, err := c.do(there, "s1", send("from there", "c1"))
	require.NoError(t, err)
	_, err = c.do(here, "s1", send("from here", "c2"))
	require.NoError(t, err)
	require.Equal(t, 5, c.session("s1").Entries)

	_, err = c.do(there, "s1", chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor})
	require.NoError(t, err)
	before := c.head()
	_, err = c.do(here, "s1", send("too late", "c3"))
	require.ErrorIs(t, err, chat.ErrClosed)
	require.Equal(t, before, c.head())

	_, err = c.do(here, "s1", chat.Reopen{By: chat.Author{Kind: chat.AuthorVisitor}})
	require.NoError(t, err)
	_, err = c.do(there, "s1", chat.TakeMessage{Reason: chat.Choice})
	require.NoError(t, err)
	_, err = c.do(here, "s1", chat.Settle{By: chat.Author{Kind: chat.AuthorAgent, ID: "a"}})
	require.NoError(t, err, "refused by what this node remembers, allowed by what is")
}

// contest counts the commits that were in conflict, and the reads.
type contest struct {
	countedGets
	conflicts int
}

func (r *contest) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := r.Store.Commit(ctx, b)
	if errors.Is(err, store.ErrConflict) {
		r.conflicts++
	}
	return rev, err
}

// TestWhatTheFeedHasBroughtIsNotReadAgain has people talk by one node after the other, as behind a balancer: whoever has heard
// of what the others did neither asks the store for the session nor meets a conflict.
func TestWhatTheFeedHasBroughtIsNotReadAgain(t *testing.T) {
	s := &contest{}
	c := newCrew(t, 3, func(cfg *desk.Config) { s.Store, cfg.Store = cfg.Store, s })
	here, there, new := c.desks[0], c.desks[1], c.desks[2]
	c.begin(here, "s1")
	c.settle()
	for i, d := range []*shop{there, here, new, there} {
		s.gets, s.conflicts = 0, 0
		_, err := c.do(d, "s1", send("word", chat.CommandID(fmt.Sprint("c", i))))
		require.NoError(t, err)
		require.Zero(t, s.gets, "by %s", d.name)
		require.Zero(t, s.conflicts, "by %s", d.name)
		c.settle()
	}
}

func TestARepeatedCommandIsRecognisedOnAWarmSession(t *testing.T) {
	c := newCrew(t, 1)
	d := c.desks[0]
	c.begin(d, "s1")
	say := func(text string) (commit.Outcome, error) {
		return d.Committer().Change(t.Context(), "s1", func(chat.Session) (chat.Command, error) { return send(text, "same"), nil },
			commit.Options{Command: "same", Body: []byte(text)})
	}
	first, err := say("hello")
	require.NoError(t, err)
	again, err := say("hello")
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.Equal(t, first.Entries, again.Entries)
	_, err = say("something else")
	require.ErrorIs(t, err, chat.ErrIDReused)
}
