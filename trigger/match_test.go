package trigger_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// randomRules are rules whose trees cover every kind and operator, alternatives beyond 16 and
// contradictions.
func randomRules(c chance, n int) []trigger.Rule {
	rules := make([]trigger.Rule, n)
	for i := range rules {
		rules[i] = trigger.Rule{ID: "r" + strconv.Itoa(i), Priority: c.IntN(3), When: c.cond(c.IntN(5))}
	}
	return rules
}

func TestMatchingEqualsAPlainInterpreter(t *testing.T) {
	const perSet, visits = 100, 50
	matches, pairs := 0, 0
	for seed := range seeds(20, 300) {
		c := newChance(seed)
		rules := randomRules(c, perSet)
		set, err := trigger.Compile(rules, trigger.Config{Schema: hostSchema})
		require.NoError(t, err)
		for range visits {
			now := t0.Add(time.Duration(c.IntN(100)) * time.Second)
			v := c.visit(now)
			h := trigger.History{Dismissed: now.Add(-time.Duration(c.IntN(8)) * time.Second)}
			fired := map[string]bool{}
			for _, f := range set.Eval(v, h, now).Fires {
				fired[f.Rule()] = true
			}
			for _, r := range rules {
				want := interpret(r.When, v, h, now)
				if want != fired[r.ID] {
					rule, _ := json.Marshal(r)
					visit, _ := json.Marshal(v)
					t.Fatalf("seed %d: fires %t, the interpreter says %t\nrule %s\nvisit %s at %s", seed, fired[r.ID], want, rule, visit, now)
				}
				pairs++
				if want {
					matches++
				}
			}
		}
	}
	t.Logf("%d rule-visit pairs, %d true", pairs, matches)
	require.Greater(t, matches, pairs/10, "the cases must not be one-sided")
	require.Less(t, matches, pairs*9/10, "the cases must not be one-sided")
}

func TestRulesSurviveJSON(t *testing.T) {
	for seed := range uint64(200) {
		for _, r := range randomRules(newChance(seed), 5) {
			text, err := json.Marshal(r)
			require.NoError(t, err)
			var back trigger.Rule
			require.NoError(t, json.Unmarshal(text, &back), string(text))
			again, err := json.Marshal(back)
			require.NoError(t, err)
			require.JSONEq(t, string(text), string(again))
		}
	}
}

func TestASetWritesItsRulesOutAsTheyWere(t *testing.T) {
	for seed := range uint64(50) {
		c := newChance(seed)
		rules := randomRules(c, 20)
		for i := range rules {
			rules[i].Limits = pick(c, nil, []trigger.Limit{{Max: 2, Per: "1h"}}, []trigger.Limit{{Max: 2, Per: "1h", Scope: "all"}})
			rules[i].Note, rules[i].Quiet.Engaged = pick(c, "", "n"), time.Duration(c.IntN(2))*time.Hour
			rules[i].Do = pick(c, nil, []trigger.Action{{Type: trigger.AddTag, Tag: "a"}}, []trigger.Action{{Type: trigger.AddTag, Tag: "b"}})
			rules[i].Variants = pick(c, nil, []trigger.Variant{{ID: "a", Weight: 1}, {ID: "b", Weight: 2, Do: []trigger.Action{{Type: trigger.Open}}}})
		}
		set, err := trigger.Compile(rules, trigger.Config{Schema: hostSchema})
		require.NoError(t, err)
		for _, r := range rules {
			want, err := json.Marshal(r)
			require.NoError(t, err)
			out, ok := set.Rule(r.ID)
			require.True(t, ok)
			got, err := json.Marshal(out)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
		}
	}
}
