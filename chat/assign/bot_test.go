package assign_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	. "github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/routing"
)

func TestASessionThatABotHandedOnKeepsFromOtherBots(t *testing.T) {
	bot := chat.Author{Kind: chat.AuthorBot, ID: "bot"}
	s := after(t, chat.Assign{Agent: "bot", Bot: true, Reason: chat.AutoAccept},
		chat.Transfer{By: bot, Queue: "sales"})
	team := roster{"ana": {ID: "ana"}, "rob": {ID: "rob", Bot: true}}
	for _, kind := range []routing.Kind{routing.Offer, routing.Assign} {
		d := routing.Decision{Kind: kind, Agent: "rob", Queue: "sales", Offer: s.Offered + 1}
		c, err := Command(s, []routing.Decision{d}, team, nil)
		require.NoError(t, err)
		require.Equal(t, chat.Exclude{Agent: "rob"}, c)
	}
	d := routing.Decision{Kind: routing.Assign, Agent: "ana", Queue: "sales", Offer: s.Offered + 1}
	c, err := Command(s, []routing.Decision{d}, team, nil)
	require.NoError(t, err)
	require.IsType(t, chat.Assign{}, c)
}
