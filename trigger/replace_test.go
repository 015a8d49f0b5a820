package trigger_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

var replaceConfig = trigger.Config{
	Schema: hostSchema, Never: []string{"/checkout/**"}, Only: []string{"/**"},
	OffGroups: []string{"c"}, Language: "e n",
}

// another draws a rule for the place of one, mostly at the same place in the order of firing.
func (c chance) another(old trigger.Rule) trigger.Rule {
	r := c.anyRule(old.ID)
	if c.IntN(8) > 0 && r.Type == old.Type && r.Type != trigger.Suppress {
		r.Priority = old.Priority
	}
	if c.IntN(6) == 0 {
		r = old
		r.Disabled = !r.Disabled
	}
	return r
}

func (c chance) anyRules(n int) (rules []trigger.Rule) {
	for len(rules) < n {
		rules = append(rules, c.anyRule(fmt.Sprint("r", len(rules))))
		if _, err := trigger.Compile(rules, replaceConfig); err != nil {
			rules = rules[:len(rules)-1]
		}
	}
	return rules
}

// TestAReplacedRuleIsAsGoodAsCompiledAnew replaces rules of a Set one after another, sometimes two
// of one Set each for itself, and compares every Set with one made of all rules at once.
func TestAReplacedRuleIsAsGoodAsCompiledAnew(t *testing.T) {
	made, refused := 0, 0
	for seed := range seeds(16, 2_000) {
		c := newChance(seed)
		rules := c.anyRules(12 + c.IntN(30))
		before, err := trigger.Compile(rules, replaceConfig)
		require.NoError(t, err)
		for step := range 40 {
			at := fmt.Sprintf("seed %d, step %d", seed, step)
			next := slices.Clone(rules)
			i := c.IntN(len(next))
			next[i] = c.another(next[i])
			want, fault := trigger.Compile(next, replaceConfig)
			got, ok := before.Replace(next[i])
			if !ok {
				refused++
				got, err = before.Recompile(next, func(j int) bool { return j == i })
				require.Equal(t, fault, err, at)
				if err != nil {
					continue
				}
			} else {
				made++
			}
			require.NoError(t, fault, at)
			requireSame(t, c, want, got, at)
			if c.IntN(4) == 0 { // the Set before is as it was
				same, err := trigger.Compile(rules, replaceConfig)
				require.NoError(t, err)
				requireSame(t, c, same, before, at)
			}
			if c.IntN(4) > 0 {
				rules, before = next, got
			}
		}
	}
	require.Greater(t, made, refused)
}

func TestOnlyARuleThatKeepsItsPlaceIsReplaced(t *testing.T) {
	s, err := trigger.Compile([]trigger.Rule{{ID: "a"}, {ID: "b"}}, trigger.Config{})
	require.NoError(t, err)
	for _, r := range []trigger.Rule{
		{ID: "c"}, {ID: "a", Priority: 1}, {ID: "a", Type: trigger.Suppress},
		{ID: "a", When: trigger.Where("no.such", trigger.Eq, trigger.Text("x"))},
	} {
		_, ok := s.Replace(r)
		require.False(t, ok, r)
	}
	var none *trigger.Set
	_, ok := none.Replace(trigger.Rule{ID: "a"})
	require.False(t, ok)
	times := 0
	for ok = true; ok && times < 1_000; times++ {
		var next *trigger.Set
		if next, ok = s.Replace(trigger.Rule{ID: "a", Note: "other"}); ok {
			s = next
		}
	}
	require.Equal(t, 17, times, "what a rule was before is kept, so there is an end")
}
