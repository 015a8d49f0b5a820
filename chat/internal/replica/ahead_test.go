package replica

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// asked counts the questions to a feed.
type asked struct {
	*memstore.Store
	changes int
	late    func() // is called before the answer of a List goes out
}

func (s *asked) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	s.changes++
	return s.Store.Changes(ctx, after, limit)
}

func (s *asked) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := s.Store.List(ctx, r)
	if late := s.late; late != nil {
		s.late = nil
		late()
	}
	return rs, err
}

func TestWhatWasMetAheadOfTheFeedTellsThatTheStoreWentBack(t *testing.T) {
	put := func(t *testing.T, s store.Store, key string) store.Rev {
		t.Helper()
		rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key}}})
		require.NoError(t, err)
		return rev
	}
	for name, c := range map[string]struct {
		meet    func(t *testing.T, a *Ahead, s *asked, back func()) // after the feed told of key "told"
		rewound bool
		asks    int // in the Follow after that
	}{
		"nothing": {func(*testing.T, *Ahead, *asked, func()) {}, false, 1},
		"a commit that is lost": {func(t *testing.T, a *Ahead, s *asked, back func()) {
			put(t, a, "mine")
			back()
		}, true, 2},
		"a commit that is lost below the head": {func(t *testing.T, a *Ahead, s *asked, back func()) {
			put(t, a, "mine")
			back()
			put(t, s, "new")
			put(t, s, "newer")
			put(t, a, "newest")
		}, true, 2},
		"a record that is lost": {func(t *testing.T, a *Ahead, s *asked, back func()) {
			put(t, s, "o/ther")
			_, err := a.Get(t.Context(), "o/ther")
			require.NoError(t, err)
			back()
			put(t, s, "new")
		}, true, 2},
		"a list whose answer came late": {func(t *testing.T, a *Ahead, s *asked, back func()) {
			put(t, s, "o/ther")
			s.late = func() {
				back()
				put(t, s, "new")
				put(t, s, "newer")
				_, _, err := a.Follow(t.Context(), s, 0, 9)
				require.NoError(t, err, "nobody knows what the list will tell")
			}
			_, err := a.List(t.Context(), store.Range{Prefix: "o/", Limit: 9})
			require.NoError(t, err)
			s.changes = 0
		}, true, 2},
		"a commit that the feed tells of": {func(t *testing.T, a *Ahead, s *asked, _ func()) {
			put(t, a, "mine")
		}, false, 1},
		"a commit that the feed told of sooner": {func(t *testing.T, a *Ahead, s *asked, _ func()) {
			put(t, s, "o/ther")
			s.late = func() {
				_, _, err := a.Follow(t.Context(), s, 0, 9)
				require.NoError(t, err)
			}
			_, err := a.List(t.Context(), store.Range{Prefix: "o/", Limit: 9})
			require.NoError(t, err)
			s.changes = 0
		}, false, 1},
		"a commit whose record was written again": {func(t *testing.T, a *Ahead, s *asked, _ func()) {
			put(t, a, "mine")
			put(t, s, "mine")
		}, false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := &asked{Store: memstore.New(memstore.Config{})}
			a := NewAhead(s)
			_, head, err := a.Read(t.Context(), s)
			require.NoError(t, err)
			told := put(t, s, "told")
			_, upTo, err := a.Follow(t.Context(), s, head, 9)
			require.NoError(t, err)
			require.Equal(t, told, upTo)
			before := s.Backup()
			s.changes = 0
			c.meet(t, a, s, func() { s.Restore(before) })
			_, _, err = a.Follow(t.Context(), s, upTo, 9)
			if c.rewound {
				require.ErrorIs(t, err, store.ErrRewound)
				require.ErrorIs(t, err, store.ErrCursor)
				_, _, err = a.Read(t.Context(), s)
				require.NoError(t, err)
				_, _, err = a.Follow(t.Context(), s, upTo, 9)
			}
			require.NoError(t, err)
			if !c.rewound {
				require.Equal(t, c.asks, s.changes)
			}
			s.changes = 0
			_, _, err = a.Follow(t.Context(), s, upTo, 9)
			require.NoError(t, err)
			require.Equal(t, 1, s.changes, "nothing is asked twice")
		})
	}
}

func TestWhatTheFeedHasNotReachedIsAskedForLater(t *testing.T) {
	s := &asked{Store: memstore.New(memstore.Config{})}
	a := NewAhead(s)
	for _, key := range []string{"a", "b", "c"} {
		_, err := a.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key}}})
		require.NoError(t, err)
	}
	var at store.Rev
	for range 3 {
		_, upTo, err := a.Follow(t.Context(), s, at, 1)
		require.NoError(t, err)
		require.Greater(t, upTo, at)
		at = upTo
	}
	require.Equal(t, 3, s.changes)
	require.Empty(t, a.met)
}

func TestWhatIsMetWhileNobodyFollowsIsRememberedUpToALimit(t *testing.T) {
	s := &asked{Store: memstore.New(memstore.Config{})}
	a := NewAhead(s)
	for rev := range store.Rev(2 * metMax) {
		a.meet(rev+1, 0)
		require.LessOrEqual(t, len(a.met), metMax)
	}
	_, _, err := a.Follow(t.Context(), s, 0, 9)
	require.ErrorIs(t, err, store.ErrCursor)
	require.NotErrorIs(t, err, store.ErrRewound)
	_, head, err := a.Read(t.Context(), s)
	require.NoError(t, err)
	_, _, err = a.Follow(t.Context(), s, head, 9)
	require.NoError(t, err, "it has begun anew")
}
