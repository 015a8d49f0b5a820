package desk

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestOfThoseBesideASessionTheVisitorIsToldOnlyWhileItHasAnAgent(t *testing.T) {
	named := map[chat.State]bool{chat.Active: true, chat.Held: true}
	for _, state := range []chat.State{
		chat.Queued, chat.Offered, chat.Active, chat.Held, chat.Wrapping,
		chat.Closed, chat.Abandoned, chat.Messaged,
	} {
		s := chat.Session{State: state}
		s.Agent = "agt_ann"
		s.Beside = []chat.Companion{{Agent: "agt_ben", Name: "Ben", Joined: true}}
		names, _ := joined(s, nobody{})
		require.Equal(t, named[state], len(names) == 1, state)
	}
}

// nobody is a team of which nothing is known.
type nobody struct{}

func (nobody) Agent(chat.AgentID) (chat.Agent, bool) { return chat.Agent{}, false }
