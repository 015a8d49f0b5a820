package trigger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestARuleThatASuppressRuleAlwaysCoversIsWarnedOfAndNoOther(t *testing.T) {
	leaf := func(attr, op, value string) string {
		return `{"attr":"` + attr + `","op":"` + op + `","value":` + value + `}`
	}
	vip, rich := leaf("visitor.tier", "eq", `"vip"`), leaf("cart.value", "ge", "100")
	below, page := leaf("page.path", "prefix", `"/a/"`), leaf("page.path", "eq", `"/a/b"`)
	second := `},{"id":"t","type":"suppress","when":`
	for name, x := range map[string]struct {
		hush, more, when string
		never            bool
	}{
		"the same":           {vip, "", vip, true},
		"narrower":           {rich, "", leaf("cart.value", "gt", "500"), true},
		"wider":              {leaf("cart.value", "gt", "500"), "", rich, false},
		"beside":             {leaf("cart.value", "lt", "100"), "", rich, false},
		"something else":     {vip, "", rich, false},
		"and something else": {vip, "", `{"all":[` + vip + `,` + rich + `]}`, true},
		"or something else":  {vip, "", `{"any":[` + vip + `,` + rich + `]}`, false},
		"one of two":         {`{"any":[` + vip + `,` + rich + `]}`, "", rich, true},
		"both of two":        {`{"all":[` + vip + `,` + rich + `]}`, "", rich, false},
		"below a page":       {below, "", page, true},
		"beside a page":      {below, "", leaf("page.path", "eq", `"/b"`), false},
		"all but a page":     {`{"not":` + below + `}`, "", page, false},
		"of its group":       {vip, `,"groups":["g"]`, vip, true},
		"of another group":   {vip, `,"groups":["h"]`, vip, false},
		"for a while":        {vip, `,"until":"2030-01-01T00:00:00Z"`, vip, false},
		"switched off":       {vip, `,"enabled":false`, vip, false},
		"two together": {
			leaf("cart.value", "ge", "200"), second + leaf("cart.value", "lt", "300"), rich, true,
		},
		"two with a gap": {
			leaf("cart.value", "ge", "300"), second + leaf("cart.value", "lt", "200"), rich, false,
		},
		"of a missing one": {
			leaf("visitor.tier", "exists", "false"), "", leaf("visitor.tier", "ne", `"vip"`), false,
		},
		"of any": {leaf("visitor.tier", "exists", "true"), "", vip, true},
	} {
		rules := `[{"id":"s","type":"suppress","when":` + x.hush + x.more + `},
			{"id":"r","group":"g","when":` + x.when + `},{"id":"x","group":"h"}]`
		set, err := trigger.CompileJSON([]byte(rules), trigger.Config{})
		require.NoError(t, err, name)
		require.Equal(t, x.never, len(set.Warnings()) > 0, "%s: %v", name, set.Warnings())
		if x.never {
			require.Contains(t, set.Warnings()[0].Reason, "can never hold", name)
		}
	}
}

// A rule beside a suppress rule, both at random: none that is warned of ever fires.
func TestNoRuleFiresThatASuppressRuleIsSaidToSilence(t *testing.T) {
	silenced, fired := 0, 0
	for seed := range seeds(1_000, 10_000) {
		c := newChance(seed)
		rule, hush := c.barredRule(), c.barredRule()
		hush = trigger.Rule{ID: "s", Type: trigger.Suppress, When: hush.When}
		rules := []trigger.Rule{rule, hush}
		alone, err := trigger.Compile(rules[:1], trigger.Config{})
		require.NoError(t, err)
		set, err := trigger.Compile(rules, trigger.Config{})
		require.NoError(t, err)
		again, err := alone.Recompile(rules, func(int) bool { return false })
		require.NoError(t, err)
		require.Equal(t, set.Warnings(), again.Warnings(), "seed %d", seed)
		never := false
		for _, w := range set.Warnings() {
			never = never || w.Reason == "can never hold where no suppress rule silences it"
		}
		if never {
			silenced++
		}
		for range 300 {
			v, h := c.barredLook()
			if len(set.Eval(v, h, t0).Fires) > 0 {
				text, _ := rule.MarshalJSON()
				by, _ := hush.MarshalJSON()
				require.False(t, never, "seed %d: %s, %s: %+v %+v", seed, text, by, v, h)
				fired++
				break
			}
		}
	}
	t.Logf("%d are silenced for ever, %d fire", silenced, fired)
	require.NotZero(t, silenced)
	require.NotZero(t, fired)
}
