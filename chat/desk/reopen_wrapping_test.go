package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestAChatGoesOnWhileItIsWrappedUpAndThoughItsQueueIsListedNoMore(t *testing.T) {
	seed := one(func(q *settings.Queue) { q.Policy.WrapUp = time.Hour })
	seed.Queues = append(seed.Queues, settings.Queue{ID: "other"})
	playWith(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		s.take(v, ann)
		v.End()
		s.pass(time.Second)
		require.Equal(t, chat.Wrapping, s.card(v).State)
		view, err := v.Visitor.Session(t.Context(), v.Session)
		require.NoError(t, err)
		require.True(t, view.CanReopen, "for its visitor it has ended")

		_, err = s.Host().PutSite(t.Context(), settings.Site{
			ID: "main", Queues: []chat.QueueID{"other"},
		})
		require.NoError(t, err)
		s.pass(time.Second)
		require.NoError(t, v.Visitor.Reopen(t.Context(), v.Session))
		s.pass(time.Second)
		card := s.card(v)
		require.Equal(t, chat.QueueID("help"), card.Queue)
		require.True(t, card.State.Waiting(), card.State)
		me, err := ann.Agent.Me(t.Context())
		require.NoError(t, err)
		require.LessOrEqual(t, me.Load, 1, "the wrap-up takes no place of its own any more")
		s.take(v, ann)
		v.Say("And one more thing.")
		require.Equal(t, chat.Active, s.card(v).State)
	})
}
