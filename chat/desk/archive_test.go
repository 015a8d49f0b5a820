package desk_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/store"
)

// attic is an archive in memory. It breaks off when told to.
type attic struct {
	mu     sync.Mutex
	kept   map[chat.SessionID]string
	broken bool
	own    bool
}

func (a *attic) Shared() bool { return !a.own }

func (a *attic) Put(_ context.Context, s hook.Archived) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken {
		return errLost
	}
	b, err := json.Marshal(s)
	a.kept[s.Session.ID] = string(b)
	return err
}

func (a *attic) Get(_ context.Context, id chat.SessionID) (s hook.Archived, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b, ok := a.kept[id]
	if !ok {
		return s, chat.ErrNotFound
	}
	return s, json.Unmarshal([]byte(b), &s)
}

func (a *attic) holds(marker string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, b := range a.kept {
		if strings.Contains(b, marker) {
			return true
		}
	}
	return false
}

func withAttic(a *attic) func(*desk.Config) {
	a.kept = map[chat.SessionID]string{}
	return func(c *desk.Config) { c.Archive, c.ArchiveAfter = a, 48*time.Hour }
}

// tidyUp steps the archivist until nothing is due.
func (s *shop) tidyUp() error {
	for {
		now := s.clock()
		next, err := s.Archivist().Step(s.ctx, now)
		if err != nil || next.After(now) {
			return err
		}
	}
}

func TestAnArchivedSessionLeavesTheStoreAndIsReadByTheSameCalls(t *testing.T) {
	a := &attic{}
	s, v, id := marked(t, withAttic(a))
	before, _, err := v.Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	notes, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)

	require.NoError(t, s.tidyUp())
	require.Empty(t, a.kept, "nothing is due yet")
	s.pass(49 * time.Hour)
	require.NoError(t, s.tidyUp())
	require.True(t, a.holds(marker))
	// An agent's record names the last sessions they had, by id.
	families := []string{"visitor", "current", "history", "outbox", "done", "agent"}
	for _, key := range s.holding(string(id)) {
		require.Contains(t, families, strings.Split(key, "/")[0], key)
	}

	after, next, err := v.Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	brief.Same(t, before, after)
	require.Equal(t, notes[len(notes)-1].N, next)
	page, next, err := s.agent("ann").Timeline(s.ctx, id, 3, 2)
	require.NoError(t, err)
	require.Equal(t, notes[3:5], page)
	require.Equal(t, 5, next)
	view, err := v.Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Closed, view.State)
	out, err := v.Export(s.ctx)
	require.NoError(t, err)
	brief.Same(t, before, out.Sessions[0].Entries)

	require.ErrorIs(t, v.Rate(s.ctx, id, chat.Rating{Score: 5, Scale: 5}), chat.ErrWindow)
	_, err = s.visitor(2).Session(s.ctx, id)
	require.ErrorIs(t, err, chat.ErrNotFound, "the archive is nobody else's")
	faults, err := s.Check(s.ctx)
	require.NoError(t, err)
	require.Empty(t, faults)
}

func TestErasureReachesTheArchive(t *testing.T) {
	a := &attic{}
	s, v, id := marked(t, withAttic(a))
	s.pass(49 * time.Hour)
	require.NoError(t, s.tidyUp())
	require.NoError(t, v.Erase(s.ctx))
	require.False(t, a.holds(marker))
	require.Empty(t, s.holding(marker))
	es, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	for i, e := range es {
		require.Equal(t, i+1, e.N)
		require.True(t, e.Erased)
	}
}

func TestAMoveThatBrokeOffIsTakenUpAgain(t *testing.T) {
	for left := range 6 {
		a, breaking := &attic{}, &failing{left: 1 << 30}
		s, v, id := marked(t, withAttic(a), func(c *desk.Config) {
			breaking.Store = c.Store
			c.Store = breaking
		})
		before, _, err := v.Timeline(s.ctx, id, 0, 0)
		require.NoError(t, err)
		s.pass(49 * time.Hour)
		a.broken = true
		require.Error(t, s.tidyUp())
		a.broken, breaking.left = false, left
		_ = s.tidyUp()
		during, _, err := v.Timeline(s.ctx, id, 0, 0)
		require.NoError(t, err)
		brief.Same(t, before, during, "with %d commits left", left)
		breaking.left = 1 << 30
		require.NoError(t, s.tidyUp())
		after, _, err := v.Timeline(s.ctx, id, 0, 0)
		require.NoError(t, err)
		brief.Same(t, before, after)
		require.Empty(t, s.holding(marker+" is rude"))
	}
}

// shared is a store that several nodes share.
type shared struct{ store.Store }

func (shared) Shared() bool { return true }

func TestASharedStoreRefusesAnArchiveOfItsOwn(t *testing.T) {
	_, err := desk.New(desk.Config{Store: shared{}, Archive: &attic{own: true}, ArchiveAfter: -1})
	require.ErrorContains(t, err, "Archive:")
	require.ErrorContains(t, err, "ArchiveAfter:")
	_, err = desk.New(desk.Config{Store: shared{}, Archive: &attic{}})
	require.NoError(t, err)
}
