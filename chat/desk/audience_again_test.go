package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// onlyForVIPs makes a queue one for customers of the group vip.
func (s *shop) onlyForVIPs(id chat.QueueID) {
	s.t.Helper()
	q := settings.Queue{ID: id, NoAgent: settings.NoAgentWait}
	q.For = vips
	_, err := s.Host().PutQueue(s.ctx, q)
	require.NoError(s.t, err)
	s.settle()
}

func TestAnEndedSessionComesBackToAQueueThatIsForItsVisitor(t *testing.T) {
	s := withVIPs(t, func(x *settings.Team) { x.Queues[1].For = settings.Audience{} })
	visitors := map[string]desk.Visitor{
		"support": s.visitor(1), "billing": s.customer("vera"),
	}
	ids := map[string]chat.SessionID{}
	for queue, v := range visitors {
		x, err := v.Start(s.ctx, desk.StartRequest{Text: "Hello", Queue: "billing"})
		require.NoError(t, err)
		require.NoError(t, v.End(s.ctx, x.ID))
		ids[queue] = x.ID
	}
	s.onlyForVIPs("billing")
	for queue, v := range visitors {
		require.NoError(t, v.Reopen(s.ctx, ids[queue]))
		x := s.session(ids[queue])
		require.EqualValues(t, queue, x.Queue)
		require.Equal(t, chat.Queued, x.State)
	}
}

func TestAnEndedSessionStaysSoWhereItsSiteIsNoLongerForItsVisitor(t *testing.T) {
	s := withVIPs(t)
	x, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello"})
	require.NoError(t, err)
	require.NoError(t, s.visitor(1).End(s.ctx, x.ID))
	site := settings.Site{ID: "main", Queues: []chat.QueueID{"support", "billing"}, For: vips}
	_, err = s.Host().PutSite(s.ctx, site)
	require.NoError(t, err)
	s.settle()
	require.ErrorIs(t, s.visitor(1).Reopen(s.ctx, x.ID), chat.ErrNotOffered)
	require.True(t, s.session(x.ID).State.Ended())
}

func TestWhoWritesByAMessengerComesIntoNoQueueThatIsNotForThem(t *testing.T) {
	seed := twoTeams()
	seed.Sites[0].Queues = []chat.QueueID{"billing", "support"}
	connected(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene, _ *messenger) {
		first := s.writes("7", "1", "Hello")
		require.EqualValues(t, "billing", s.card(by(first)).Queue)
		s.edit("billing", func(q *settings.Queue) { q.For = vips })
		require.EqualValues(t, "support", s.card(by(s.writes("8", "2", "Hello"))).Queue)
		_, err := s.Desk.Host().Receive(t.Context(), hook.Inbound{
			Channel: "mail", Sender: "eve@x.ee", ExternalID: "m1",
			Parts: []hook.Part{{Kind: hook.PartText, Text: "By mail"}},
		})
		require.NoError(t, err)

		ann := s.agents("bob")[0]
		s.take(by(first), ann)
		require.NoError(t, ann.Agent.Close(t.Context(), first.Session))
		s.pass(time.Hour)
		again := s.writes("7", "3", "One more thing")
		require.Equal(t, first.Session, again.Session)
		require.EqualValues(t, "support", s.card(by(again)).Queue)
	})
}
