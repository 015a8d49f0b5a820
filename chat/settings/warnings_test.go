package settings_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

func at(path string) trigger.Cond {
	return trigger.Where("page.path", trigger.Eq, trigger.Text(path))
}

func TestARuleThatIsProbablyNotMeantIsWarnedOfByItsID(t *testing.T) {
	rules := []settings.Rule{
		{Rule: trigger.Rule{ID: "fine", When: at("/a")}},
		{Rule: trigger.Rule{ID: "odd", When: at("https://shop.example/a")}},
	}
	for name, team := range map[string]settings.Team{
		"no site": {Rules: rules},
		"a site": {
			Rules: rules, Queues: []settings.Queue{{ID: "help"}},
			Sites: []settings.Site{{ID: "shop", Queues: []chat.QueueID{"help"}}},
		},
	} {
		all := build(t, team).Warnings()
		require.Len(t, all, 1, name)
		require.NotEmpty(t, all["odd"], name)
		require.Equal(t, "/when/value", all["odd"][0].Pointer, name)
	}
	require.Empty(t, build(t, settings.Team{}).Warnings())
}

func TestARuleForThePagesOfOneSiteIsNotWarnedOfForAnother(t *testing.T) {
	site := func(id chat.SiteID, never ...string) settings.Site {
		return settings.Site{ID: id, Queues: []chat.QueueID{"help"}, Never: never}
	}
	team := settings.Team{
		Queues: []settings.Queue{{ID: "help"}},
		Rules: []settings.Rule{
			{Rule: trigger.Rule{ID: "cart", When: at("/cart")}},
			{Rule: trigger.Rule{ID: "pay", When: at("/checkout/pay")}},
		},
		Sites: []settings.Site{site("shop", "/checkout", "/cart"), site("outlet", "/checkout")},
	}
	for range 2 {
		all := build(t, team).Warnings()
		require.Len(t, all, 1)
		require.Contains(t, all["pay"][0].Reason, "can never hold")
		slices.Reverse(team.Sites)
	}
}

func TestAWarningOfAllRulesIsNotOneOfTheFirst(t *testing.T) {
	team := settings.Team{
		Rules:   []settings.Rule{{Rule: trigger.Rule{ID: "fine", When: at("/a")}}},
		Prompts: &settings.Prompts{OffGroups: []string{"nobody"}},
	}
	set, err := trigger.Compile(
		[]trigger.Rule{team.Rules[0].Rule}, trigger.Config{OffGroups: team.Prompts.OffGroups})
	require.NoError(t, err)
	require.Len(t, set.Warnings(), 1, "there is something to warn of")
	require.Empty(t, build(t, team).Warnings())
}

func TestAFaultOfARuleNamesItsFieldInTheInput(t *testing.T) {
	misspelt := trigger.Where("page.pth", trigger.Eq, trigger.Text("/"))
	wrong := settings.Team{Rules: []settings.Rule{{Rule: trigger.Rule{ID: "r1", When: misspelt}}}}
	places := map[string]string{"rules/r1": "rules[0]"}
	_, err := settings.BuildAfter(nil, wrong, settings.Builders{}, places)
	require.ErrorContains(t, err, "rules[0].when.attr: unknown attribute")
	_, err = settings.BuildAfter(nil, wrong, settings.Builders{}, nil)
	require.ErrorContains(t, err, "rules: trigger: /when/attr: unknown attribute")
}
