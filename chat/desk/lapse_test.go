package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// does has the leading node do all jobs that are due.
func (s *shop) does() {
	s.t.Helper()
	for range 20 {
		s.settle()
		next, err := s.Jobs().Step(s.ctx, s.clock())
		require.NoError(s.t, err)
		if next.IsZero() || next.After(s.clock()) {
			return
		}
	}
	s.t.Fatal("there always is another one")
}

func TestALaneInWhichNothingWasForAMonthIsLetGoOf(t *testing.T) {
	s := newShop(t, twoTeams())
	lanes := s.Outbox().Lines().Lanes("pigeon")
	at := func(peer string) chat.Line { return chat.Line{Account: "page", Peer: peer} }
	keep := func(peer string, busy bool) {
		l, err := lanes.Lane(s.ctx, at(peer))
		require.NoError(t, err)
		l.At, l.Value, l.Busy = at(peer), fmt.Appendf(nil, `{"n":%d}`, s.clock().Unix()), busy
		require.NoError(t, lanes.Keep(s.ctx, l))
	}
	for i := range 250 { // customers who never had a session
		keep(fmt.Sprint(i), false)
	}
	keep("busy", true)
	require.Len(t, s.holding(`"pigeon"`), 251)
	for day := range 29 {
		s.pass(24 * time.Hour)
		if day == 20 {
			keep("7", false)
		}
		s.does()
	}
	require.Len(t, s.holding(`"pigeon"`), 251)
	for range 3 {
		s.pass(24 * time.Hour)
		s.does()
	}
	require.Len(t, s.holding(`"pigeon"`), 1, "the one that was changed since")
	l, err := lanes.Lane(s.ctx, at("7"))
	require.NoError(t, err)
	require.NotEmpty(t, l.Value)
	busy, err := lanes.Busy(s.ctx)
	require.NoError(t, err)
	require.Empty(t, busy)
	for range 30 {
		s.pass(24 * time.Hour)
		s.does()
	}
	require.Empty(t, s.holding(`"pigeon"`))
	require.Empty(t, s.holding("lapse"), "and nobody looks any more")
	require.NoError(t, lanes.Keep(s.ctx, hook.Lane{At: at("9"), Value: []byte(`{}`)}))
	require.Len(t, s.holding("lapse"), 1)
}
