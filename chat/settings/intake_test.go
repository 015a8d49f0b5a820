package settings

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestAMomentThatNoRuleHasCostsNothing(t *testing.T) {
	tag := []trigger.Action{{Type: trigger.AddTag, Tag: "x"}}
	first := trigger.Rule{ID: "first", On: []trigger.Moment{trigger.OnStart}, Do: tag}
	page := trigger.Rule{ID: "page", Do: []trigger.Action{{
		Type: trigger.Prompt, Text: map[string]string{"en": "Hi"},
	}}}
	build := func(rs ...trigger.Rule) *InForce {
		set, err := Build(Team{
			Queues: []Queue{{ID: "q"}}, Sites: []Site{{ID: "s", Queues: []chat.QueueID{"q"}}},
			Rules: Rules(rs...), Prompts: &Prompts{Off: true, OffGroups: []string{"g"}},
		}, Builders{})
		require.NoError(t, err)
		return set
	}
	none := build(page)
	require.Nil(t, none.Intake(trigger.OnStart))
	require.Zero(t, testing.AllocsPerRun(100, func() { none.Intake(trigger.OnMessage) }))

	some := build(page, first)
	require.Equal(t, []string{"first"}, some.Intake(trigger.OnStart).Rules())
	require.Nil(t, some.Intake(trigger.OnMessage))
	v := trigger.Visit{Moments: []trigger.Moment{trigger.OnStart}}
	r := some.Intake(trigger.OnStart).Eval(v, trigger.History{}, time.Unix(1e9, 0))
	require.Len(t, r.Fires, 1, "the switch is for prompts")

	first.Disabled = true
	require.Nil(t, build(first).Intake(trigger.OnStart))
	first.Disabled, first.Group = false, "g"
	require.Nil(t, build(first).Intake(trigger.OnStart), "its group is off")
}
