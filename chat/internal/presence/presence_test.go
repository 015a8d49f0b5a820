package presence

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// station is a node's Presence, with a store that can be gone.
type station struct {
	*Presence
	t         *testing.T
	store     *memstore.Store
	now       time.Time
	woken     int
	gone      error
	elsewhere bool // another node has the visitors' streams
	idle      bool // they have no session
}

func newStation(t *testing.T) *station {
	s := &station{t: t, store: memstore.New(memstore.Config{}), now: noon}
	clock := func() time.Time { return s.now }
	s.Presence = New(Config{
		Store: s, Node: "n", Wall: clock, Tick: clock, Wake: func() { s.woken++ },
		Visiting: func(vs []chat.VisitorID) []replica.Visiting {
			known := make([]replica.Visiting, len(vs))
			for i := range known {
				known[i] = replica.Visiting{Session: !s.idle, Elsewhere: s.elsewhere}
			}
			return known
		},
	})
	return s
}

func (s *station) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	return s.store.Get(ctx, keys...)
}

func (s *station) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	return s.store.List(ctx, r)
}

func (s *station) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	return s.store.Changes(ctx, after, limit)
}

func (s *station) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if s.gone != nil {
		return 0, s.gone
	}
	return s.store.Commit(ctx, b)
}

// told is who the store says is there, and who it says is gone.
func (s *station) told() (here, gone []chat.VisitorID) {
	s.t.Helper()
	rs, err := records.List(s.t.Context(), s.store, records.Prefix(records.FamilyPresence))
	require.NoError(s.t, err)
	for _, r := range rs {
		x, err := records.Decode[records.Visitors](r.Value)
		require.NoError(s.t, err)
		here, gone = append(here, x.Here...), append(gone, goneOf(x)...)
	}
	return here, gone
}

func (s *station) step() time.Time {
	s.t.Helper()
	next, err := s.Step(s.t.Context(), s.now)
	require.NoError(s.t, err)
	return next
}

func (s *station) head() store.Rev {
	_, head, err := s.store.Changes(s.t.Context(), 0, 0)
	require.NoError(s.t, err)
	return head
}

func TestAVisitorIsWrittenOnceAndTakenOutInTheEnd(t *testing.T) {
	s := newStation(t)
	require.Zero(t, s.step(), "nobody is there")
	leave := s.Open("v")
	require.Equal(t, 1, s.woken)
	require.True(t, s.Here("v"))
	require.False(t, s.Told())
	require.Equal(t, s.now.Add(Coalesce), s.step())
	require.True(t, s.Told())
	here, _ := s.told()
	require.Equal(t, []chat.VisitorID{"v"}, here)
	head := s.head()
	s.now = s.now.Add(time.Hour)
	s.step()
	require.Equal(t, head, s.head(), "nothing is new")

	leave()
	leave()
	require.False(t, s.Here("v"))
	s.now = s.now.Add(Linger)
	s.step()
	here, gone := s.told()
	require.Empty(t, here)
	require.Equal(t, []chat.VisitorID{"v"}, gone)
	back := s.Open("v")
	require.Equal(t, 2, s.woken, "who comes back is told soon")
	defer s.Open("v")()
	require.Equal(t, 2, s.woken, "a second page is no news")
	back()
	require.True(t, s.Here("v"))

	s.idle = true
	s.now = s.now.Add(time.Hour)
	s.step()
	s.now = s.now.Add(afterwards)
	s.step()
	here, gone = s.told()
	require.Empty(t, append(here, gone...), "it has no session any more")
	require.False(t, s.Told())
}

func TestARecordIsWrittenAtMostOnceInFiveSeconds(t *testing.T) {
	s := newStation(t)
	s.Open("v")
	s.step()
	head := s.head()
	s.Forget() // the store went back: what it has must be written again
	s.now = s.now.Add(Coalesce - 1)
	s.step()
	require.Greater(t, s.head(), head, "what was forgotten is written at once")
	head = s.head()
	s.Part()
	s.step()
	require.Greater(t, s.head(), head, "a node that stops says so at once")
	here, gone := s.told()
	require.Empty(t, here)
	require.Equal(t, []chat.VisitorID{"v"}, gone)
}

func TestWhatCouldNotBeWrittenIsWrittenLater(t *testing.T) {
	s := newStation(t)
	s.gone = errors.New("gone")
	s.Open("v")
	next, err := s.Step(t.Context(), s.now)
	require.ErrorIs(t, err, s.gone)
	require.Equal(t, s.now.Add(Coalesce), next)
	require.False(t, s.Told())
	s.gone = nil
	s.step()
	here, _ := s.told()
	require.Equal(t, []chat.VisitorID{"v"}, here)
}

func TestARecordIsTheSameForTheSameVisitors(t *testing.T) {
	want, err := encode(records.Visitors{
		Here: []chat.VisitorID{"a", "b", "c"}, Hidden: []chat.VisitorID{"a", "c"},
	})
	require.NoError(t, err)
	got, err := encode(records.Visitors{
		Here: []chat.VisitorID{"c", "a", "b"}, Hidden: []chat.VisitorID{"c", "a"},
	})
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
	none, err := encode(records.Visitors{})
	require.NoError(t, err)
	require.Nil(t, none)
}

func TestACallOfWhoHasAStreamElsewhereSaysNothing(t *testing.T) {
	s := newStation(t)
	s.elsewhere = true
	s.Call("v")
	require.Zero(t, s.woken)
	require.Zero(t, s.step())
	s.elsewhere = false
	s.Call("v")
	require.Equal(t, 1, s.woken)
	s.step()
	here, _ := s.told()
	require.Equal(t, []chat.VisitorID{"v"}, here)
	require.False(t, s.Here("v"), "a call is no stream")
}

func TestWhatAnEarlierLifeOfTheNodeSaidIsTakenOver(t *testing.T) {
	s := newStation(t)
	s.Adopt([]records.Visitors{{
		Here: []chat.VisitorID{"a", "b"}, Hidden: []chat.VisitorID{"b"},
		Gone: []records.Gone{{Visitor: "c", At: noon.Add(-time.Minute)}},
	}})
	require.True(t, s.Told(), "its records stand")
	s.step()
	here, gone := s.told()
	require.Empty(t, here, "whoever was there is gone until they connect again")
	require.ElementsMatch(t, []chat.VisitorID{"a", "b", "c"}, gone)
	s.Open("a")
	s.now = s.now.Add(Coalesce)
	s.step()
	here, gone = s.told()
	require.Equal(t, []chat.VisitorID{"a"}, here)
	require.ElementsMatch(t, []chat.VisitorID{"b", "c"}, gone)
}
