package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// quiet lets sessions charge nothing: when nobody says anything, while held, and while wrapping.
func quiet(q *settings.Queue) {
	q.Policy = chat.Policy{IdleAfter: time.Minute, WrapUp: time.Hour, WrapWeight: -1}
}

func TestWhoFinishesUpKeepsWhatChargesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		state chat.State
		rest  func(*scene, desk.Agent, chat.SessionID) error
	}{
		"a silent chat": {chat.Active, func(s *scene, _ desk.Agent, _ chat.SessionID) error { s.pass(2 * time.Minute); return nil }},
		"a held chat":   {chat.Held, func(s *scene, a desk.Agent, id chat.SessionID) error { return a.Hold(s.t.Context(), id, time.Hour) }},
		"a wrap-up":     {chat.Wrapping, func(s *scene, a desk.Agent, id chat.SessionID) error { return a.Close(s.t.Context(), id) }},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, one(quiet), func(t *testing.T, s *scene) {
				ann, bob := s.agents("ann")[0], s.Agent("bob")
				v := s.waiting("v", "")
				s.take(v, ann)
				ann.Say("One moment.")
				require.NoError(t, c.rest(s, ann.Agent, v.Session))
				bob.Available()
				require.NoError(t, s.status(ann, chat.Draining))
				s.pass(5 * time.Second)
				me, err := ann.Me(t.Context())
				require.NoError(t, err)
				require.Zero(t, me.Load)
				require.Equal(t, chat.Draining, me.Mode)
				require.Equal(t, c.state, s.card(v).State)
				require.Equal(t, ann.ID, s.card(v).Agent)
				if c.state != chat.Wrapping {
					require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
				}
				require.NoError(t, ann.EndWrap(t.Context(), v.Session))
				s.pass(time.Second)
				me, err = ann.Me(t.Context())
				require.NoError(t, err)
				require.Equal(t, chat.Offline, me.Mode, "all is finished")
			})
		})
	}
}

func TestAHeldChatGoesToAColleagueWhenItsAgentSignsOff(t *testing.T) {
	play(t, one(quiet), func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		v := s.waiting("v", "")
		if s.offered(v, bob) {
			ann, bob = bob, ann
		}
		s.take(v, ann)
		require.NoError(t, ann.Hold(t.Context(), v.Session, time.Hour))
		require.NoError(t, s.status(ann, chat.Break))
		s.pass(time.Minute)
		require.Equal(t, chat.Held, s.card(v).State, "a break is no end")
		require.NoError(t, s.status(ann, chat.Offline))
		s.pass(2 * time.Second)
		require.True(t, s.offered(v, bob))
		faults, err := s.Check(t.Context())
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}
