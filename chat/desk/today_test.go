package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// readCounter counts the records that are read from a store.
type readCounter struct {
	store.Store
	records int
}

func (r *readCounter) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := r.Store.Get(ctx, keys...)
	r.records += len(rs)
	return rs, err
}

func (r *readCounter) List(ctx context.Context, in store.Range) ([]store.Record, error) {
	rs, err := r.Store.List(ctx, in)
	r.records += len(rs)
	return rs, err
}

func (r *readCounter) Unwrap() store.Store { return r.Store }

// TestTheFirstBoardAfterAStartReadsTheDayAndNotTheHistory has sessions end in every way, yesterday and today.
func TestTheFirstBoardAfterAStartReadsTheDayAndNotTheHistory(t *testing.T) {
	c := newCrew(t, 1)
	d := c.desks[0]
	end := chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor}
	day := func(name string, n int) {
		for i := range n {
			gone := c.begin(d, chat.SessionID(fmt.Sprint(name, "gone", i)))
			_, err := c.do(d, gone, end)
			require.NoError(t, err)
			c.begin(d, chat.SessionID(fmt.Sprint(name, "left", i)), func(s *chat.Start) { s.Leave = chat.Choice })
		}
		c.begin(d, chat.SessionID(name+"open"))
	}
	day("yesterday", 300)
	c.pass(24 * time.Hour)
	day("today", 10)
	counted := &readCounter{Store: c.store}
	late := c.join("late", func(cfg *desk.Config) { cfg.Store = counted })
	c.settle(late)
	counted.records = 0
	b, err := late.BoardNow(t.Context())
	require.NoError(t, err)
	require.Equal(t, desk.Today{Started: 21, Abandoned: 10, Messaged: 10}, b.Today)
	require.LessOrEqual(t, counted.records, 2*(21+1), "an index record and a session for each of the day, and for what is open")
}
