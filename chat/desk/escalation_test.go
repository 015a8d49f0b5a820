package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAnEscalationGoesToWhatTheVisitorGaveUnlessTheAgentSaysWhere(t *testing.T) {
	const mail, phone = "vera@example.com", "+37255512345"
	for name, c := range map[string]struct {
		r    desk.EscalateRequest
		want string
	}{
		"by mail":                  {desk.EscalateRequest{To: "email"}, mail},
		"by telephone":             {desk.EscalateRequest{To: "phone"}, phone},
		"to the workshop":          {desk.EscalateRequest{To: "workshop"}, mail},
		"by mail, elsewhere":       {desk.EscalateRequest{To: "email", Address: "work@example.com"}, "work@example.com"},
		"by telephone, elsewhere":  {desk.EscalateRequest{To: "phone", Address: "+37255500000"}, "+37255500000"},
		"to the workshop, by name": {desk.EscalateRequest{To: "workshop", Address: "bench 3"}, "bench 3"},
	} {
		s := newShop(t, twoTeams())
		s.available("ann")
		id := s.chatting(1, "ann")
		require.NoError(t, s.visitor(1).Identify(s.ctx, chat.Contact{Email: mail, Phone: phone}))
		c.r.Text = "the left boot leaks"
		require.NoError(t, s.agent("ann").Escalate(s.ctx, id, c.r), name)
		es, err := s.Host().Outbox(s.ctx)
		require.NoError(t, err)
		require.Len(t, es, 1, name)
		require.Equal(t, c.want, es[0].Address, name)
		require.Equal(t, c.r.To, es[0].To, name)
		require.Equal(t, c.r.Text, es[0].Text, name)
		require.Equal(t, id, es[0].Session, name)
	}
}
