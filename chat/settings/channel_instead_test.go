package settings

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestASessionOfAMessengersSiteHasAnotherQueueWhenItsOwnIsGone(t *testing.T) {
	q := Queue{ID: "phones"}
	q.Channels = []Channel{ChannelWhatsApp}
	s := &InForce{Team: Team{
		Sites:  []Site{{ID: "phone", Queues: []chat.QueueID{"old", "phones"}}},
		Queues: []Queue{q},
	}}
	id, ok := s.Instead("phone", "old")
	require.True(t, ok)
	require.EqualValues(t, "phones", id)
}
