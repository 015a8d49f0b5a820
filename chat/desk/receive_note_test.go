package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestWhoIsBannedMakesNoNotesByMailsThatAreRefused(t *testing.T) {
	p := &postman{}
	cfg := desk.Config{Seed: one(), Mailer: p}
	cfg.Screen = &watchful{}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		v, ann := s.left("v", eve), s.agents("ann")[0]
		s.answers(v, ann, "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		require.NoError(t, ann.Agent.Ban(t.Context(), v.Session, "spam", time.Hour))
		before := len(s.said(v, chat.KindNote))
		for id, robot := range map[string]bool{"1@x.example": false, "2@x.example": true} {
			for _, text := range []string{"please refuse", "something else"} {
				in := letter(p.got()[0].ReplyTo, text[:4]+id, text)
				in.Automatic = robot
				r, err := s.Host().Receive(t.Context(), in)
				require.NoError(t, err)
				require.Equal(t, desk.Received{Fate: desk.FateIgnored}, r, "%s, %v", text, robot)
			}
		}
		require.Len(t, s.said(v, chat.KindNote), before)
	})
}
