package settings

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestSettingsThatCannotBeInForceTogetherAreRefused(t *testing.T) {
	team := func(change func(*Team)) Team {
		t := Team{
			Sites:  []Site{{ID: "main", Queues: []chat.QueueID{"q"}}},
			Queues: []Queue{{ID: "q"}, {ID: "r"}},
		}
		change(&t)
		return t
	}
	prompt := func(id string, at trigger.Cond) Rule {
		hello := trigger.Action{Type: trigger.Prompt, Text: map[string]string{"en": "Hello"}}
		return Rule{Rule: trigger.Rule{ID: id, When: at, Do: []trigger.Action{hello}}}
	}
	nowhere := prompt("x", trigger.Cond{})
	nowhere.Rule.Do = []trigger.Action{{Type: trigger.SetQueue, Queue: "nowhere"}}
	require.NoError(t, Check(team(func(*Team) {}), Builders{}))
	for want, change := range map[string]func(*Team){
		`queues[1]: "q" is there twice`: func(t *Team) { t.Queues[1].ID = "q" },
		`rules[1]: "x" is there twice`: func(t *Team) {
			t.Rules = []Rule{prompt("x", trigger.Cond{}), prompt("x", trigger.Cond{})}
		},
		`there is no queue "nowhere"`: func(t *Team) { t.Rules = []Rule{nowhere} },
		"agents[0].share: want 1 to 1000": func(t *Team) {
			t.Agents = []Agent{{Login: "ann", Name: "Ann", Share: -1}}
		},
		"agents[1].share: want 1 to 1000": func(t *Team) {
			t.Agents = []Agent{
				{Login: "ann", Name: "Ann", Share: 1000}, {Login: "bea", Name: "Bea", Share: 1001},
			}
		},
	} {
		err := Check(team(change), Builders{})
		require.ErrorIs(t, err, chat.ErrInvalid, want)
		require.ErrorContains(t, err, want)
	}
}
