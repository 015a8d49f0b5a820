package settings_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestARuleOfIntakeIsWarnedOfByWhatHoldsForASession(t *testing.T) {
	intake := func(id string, when trigger.Cond) settings.Rule {
		return settings.Rule{Rule: trigger.Rule{
			ID: id, On: []trigger.Moment{trigger.OnStart}, When: when,
			Do: []trigger.Action{{Type: trigger.AddTag, Tag: "x"}},
		}}
	}
	words := trigger.Where("message.text", trigger.Eq, trigger.Text("a"))
	team := settings.Team{
		Queues: []settings.Queue{{ID: "help"}},
		Sites: []settings.Site{{
			ID: "shop", Queues: []chat.QueueID{"help"}, Never: []string{"/checkout"},
		}},
		Rules: []settings.Rule{
			intake("pay", at("/checkout/pay")),
			intake("odd", at("https://shop.example/a")),
			intake("both", trigger.All(words, trigger.Not(words))),
			intake("fine", words),
			{Rule: trigger.Rule{
				ID: "prompt", When: at("/checkout/pay"),
				Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Hi"}}},
			}},
			{Rule: trigger.Rule{ID: "hush", Type: trigger.Suppress}},
		},
		Prompts: &settings.Prompts{Off: true},
	}
	for _, off := range []bool{false, true} {
		team.Prompts.Off = off
		all := build(t, team).Warnings()
		require.Empty(t, all["pay"], "prompts are kept away from there, and sessions are not")
		require.Empty(t, all["fine"])
		require.NotEmpty(t, all["odd"])
		require.NotEmpty(t, all["both"])
		require.NotEmpty(t, all["prompt"])
	}
}
