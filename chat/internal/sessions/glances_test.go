package sessions_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// slow is a store whose answers are held back while it is told to. It counts the questions.
type slow struct {
	store.Store
	mu    sync.Mutex
	hold  chan struct{} // nil: answers come at once
	asked int
	err   error
}

func (s *slow) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	s.mu.Lock()
	s.asked++
	hold, err := s.hold, s.err
	s.mu.Unlock()
	rs, failed := s.Store.Get(ctx, keys...)
	if hold != nil {
		<-hold
	}
	if err != nil {
		return nil, err
	}
	return rs, failed
}

// glancing is a shelf whose feed Glances hears.
type glancing struct {
	*shelf
	*sessions.Glances
	slow *slow
	seen store.Rev
}

func newGlancing(t *testing.T) *glancing {
	s := newShelf(t)
	from := &slow{Store: s.Store}
	return &glancing{shelf: s, Glances: sessions.NewGlances(from, 1), slow: from}
}

func (g *glancing) hear() {
	rs, upTo, err := g.Changes(g.t.Context(), g.seen, 1000)
	require.NoError(g.t, err)
	g.seen = upTo
	g.Hear(rs)
}

// put writes a record and has the feed tell of it.
func (g *glancing) put(key string, value any) {
	b, err := records.Encode(value, nil)
	require.NoError(g.t, err)
	g.write(store.Batch{Put: []store.Record{{Key: key, Value: b}}})
	g.hear()
}

// says adds a message to a session.
func (g *glancing) says(x *chat.Session, text string) {
	g.adds(x, chat.Entry{Kind: chat.KindMessage, Text: text})
}

// adds adds an entry to a session.
func (g *glancing) adds(x *chat.Session, e chat.Entry) {
	x.Entries++
	e.N = x.Entries
	g.put(records.Timeline(x.ID, e.N), e)
}

func TestHoweverManyLookASessionIsReadOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGlancing(t)
		x := g.tell(1, says("one"))
		g.hear()
		g.slow.hold = make(chan struct{})
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				got, err := g.Look(t.Context(), []chat.Session{x})
				require.NoError(t, err)
				require.Equal(t, "one", got[0].Text)
			})
		}
		synctest.Wait()
		close(g.slow.hold)
		all.Wait()
		require.Equal(t, 1, g.slow.asked)
		g.says(&x, "two")
		got, ok := g.Known(x)
		require.True(t, ok)
		require.Equal(t, "two", got.Text)
		require.Equal(t, 1, g.slow.asked, "the feed told it")
	})
}

func TestWhatTheFeedToldWhileASessionWasReadIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGlancing(t)
		x := g.tell(1, says("one"))
		g.hear()
		g.slow.hold = make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			_, err := g.Look(t.Context(), []chat.Session{x})
			require.NoError(t, err)
		})
		synctest.Wait() // it was read, and the answer is on its way
		g.says(&x, "two")
		close(g.slow.hold)
		all.Wait()
		g.slow.hold = nil
		got, err := g.Look(t.Context(), []chat.Session{x})
		require.NoError(t, err)
		require.Equal(t, "two", got[0].Text)
	})
}

func TestAGlanceGoesBackWhereTheLastMessageIsWithdrawn(t *testing.T) {
	g := newGlancing(t)
	x := g.tell(1, says("one"))
	before := x.Entries
	g.says(&x, "two")
	look := func() string {
		got, err := g.Look(t.Context(), []chat.Session{x})
		require.NoError(t, err)
		return got[0].Text
	}
	require.Equal(t, "two", look())
	withdrawn := chat.Entry{N: x.Entries, Kind: chat.KindMessage}
	withdrawn.Withdrawn = true
	g.put(records.Timeline(x.ID, x.Entries), withdrawn)
	require.Equal(t, "one", look())
	for range 8 {
		g.adds(&x, chat.Entry{Kind: chat.KindNote, Text: "a note"})
	}
	require.Empty(t, look(), "entry %d is too far back", before)
}

func TestAReadingThatFailsHoldsUpNobody(t *testing.T) {
	g := newGlancing(t)
	x := g.tell(1, says("one"))
	g.slow.err = errDown
	_, err := g.Look(t.Context(), []chat.Session{x})
	require.ErrorIs(t, err, chat.ErrUnavailable)
	g.slow.err = nil
	got, err := g.Look(t.Context(), []chat.Session{x})
	require.NoError(t, err)
	require.Equal(t, "one", got[0].Text)
}

func TestASessionThatIsOverIsKeptNoLonger(t *testing.T) {
	g := newGlancing(t)
	x := g.tell(1, says("one"))
	g.hear()
	_, err := g.Look(t.Context(), []chat.Session{x})
	require.NoError(t, err)
	g.write(store.Batch{Delete: []string{records.Open(x.ID)}})
	g.hear()
	_, ok := g.Known(x)
	require.False(t, ok)
	require.Zero(t, g.Version(x.ID))
}

func TestMessagesLeftAreReadOnceAndTheFeedKeepsThem(t *testing.T) {
	g := newGlancing(t)
	one, two := g.tell(1), g.tell(2)
	g.hear()
	ids := []chat.SessionID{one.ID, two.ID, id(3)}
	all, err := g.Left(t.Context(), ids)
	require.NoError(t, err)
	require.Len(t, all, 2, "one is nowhere")
	asked := g.slow.asked
	two.Tags = []string{"refund"}
	g.put(records.Session(two.ID), two)
	all, err = g.Left(t.Context(), ids[:2])
	require.NoError(t, err)
	require.Equal(t, asked, g.slow.asked)
	require.Equal(t, two.Tags, all[1].Session.Tags)
	require.Greater(t, all[1].Rev, all[0].Rev)
	index := records.Messaged("help", one.CreatedAt, one.ID)
	g.put(index, records.Pointer{Session: one.ID})
	g.write(store.Batch{Delete: []string{index}})
	g.hear()
	_, ok := g.LeftKnown(ids[:1])
	require.False(t, ok, "it was settled")
}
