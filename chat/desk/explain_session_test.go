package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/routing"
)

func TestAnAgentIsToldWhyAChatCameAndOfColleaguesNearbyAlone(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	verdicts, err := s.agent("ann").Explain(s.ctx, id)
	require.NoError(t, err)
	why := map[string]desk.Verdict{}
	for _, v := range verdicts {
		why[v.Name] = v
	}
	require.Len(t, why, 2, "Ann and Cy, who serves her queue too")
	require.True(t, why["Ann"].Chosen)
	require.NotZero(t, why["Ann"].Why)
	require.Equal(t, routing.ReasonOffline, why["Cy"].Why)
	_, err = s.agent("bob").Explain(s.ctx, id)
	require.ErrorIs(t, err, chat.ErrNotFound, "none of Bob's queues")

	v, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Queue: "billing", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	verdicts, err = s.agent("bob").Explain(s.ctx, v.ID)
	require.NoError(t, err)
	require.Len(t, verdicts, 3, "Bob, Cy, and Sam, who serve billing")
	for _, v := range verdicts {
		require.False(t, v.Chosen)
	}
}
