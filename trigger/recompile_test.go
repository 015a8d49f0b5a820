package trigger_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// anyRule draws a rule: most have a condition of every kind, some a fault, and some a warning.
func (c chance) anyRule(id string) trigger.Rule {
	r := trigger.Rule{ID: id, When: c.cond(2)}
	switch c.IntN(16) {
	case 0:
		r.Type, r.Groups = trigger.Suppress, pick(c, nil, []string{"a"}, []string{"nobody"})
		return r
	case 1:
		r.When = trigger.Where("prompt.fate."+pick(c, "r1", "r2", "r99"), trigger.Eq, trigger.Text("shown"))
	case 2:
		r.When = trigger.All(trigger.Where("visit.first", trigger.Is, trigger.Truth(true)),
			trigger.Where("visit.count", trigger.Ge, trigger.Num(2)))
	case 3:
		r.When = trigger.Where("page.path", trigger.Eq, trigger.Text("/a?b"))
	case 4:
		if c.IntN(4) == 0 {
			r.When = trigger.Where("no.such", trigger.Eq, trigger.Text("x"))
		}
	}
	r.Priority, r.Group = c.IntN(3), pick(c, "", "", "a", "b", "c")
	r.Hold = pick(c, 0, 0, 0, 0, 0, time.Second)
	r.On = pick(c, nil, nil, []trigger.Moment{trigger.OnCart}, []trigger.Moment{trigger.OnPage})
	scope := pick(c, "all", "group:a", "group:d")
	r.Limits = pick(c, nil, nil, []trigger.Limit{{Max: 2, Per: "30s", Scope: scope}})
	r.Quiet.Dismissed = pick(c, 0, 0, time.Minute)
	r.Disabled = c.IntN(8) == 0
	text := map[string]string{pick(c, "en", "en", "en", "en", "en", "en", "x_y"): pick(c, "x", "{{host.note}}")}
	r.Do = []trigger.Action{{Type: trigger.Prompt, Text: text}}
	if c.IntN(6) == 0 {
		r.Variants = []trigger.Variant{{ID: "v", Weight: 1}, {ID: "w", Weight: 2}}
	}
	if c.IntN(8) == 0 {
		r.Rollout = &trigger.Rollout{Percent: pick(c, 0.0, 50, 100)}
	}
	return r
}

// edit changes some rules of a list. It returns the IDs of those that may be others now.
func (c chance) edit(rules []trigger.Rule, most int) ([]trigger.Rule, map[string]bool) {
	rules, changed := slices.Clone(rules), map[string]bool{}
	for range 1 + c.IntN(most) {
		id := fmt.Sprint("r", c.IntN(2*len(rules)+4))
		changed[id] = true
		at := slices.IndexFunc(rules, func(r trigger.Rule) bool { return r.ID == id })
		switch {
		case at < 0:
			rules = slices.Insert(rules, c.IntN(len(rules)+1), c.anyRule(id))
		case c.IntN(3) == 0:
			rules = slices.Delete(rules, at, at+1)
		default:
			rules[at] = c.anyRule(id)
		}
	}
	if len(rules) > 1 && c.IntN(24) == 0 {
		rules[0].ID = rules[1].ID // a fault
	}
	return rules, changed
}

// requireSame compares two Sets in everything that can be asked of them.
func requireSame(t *testing.T, c chance, want, got *trigger.Set, at string) {
	require.Equal(t, want.Rules(), got.Rules(), at)
	require.Equal(t, want.Warnings(), got.Warnings(), at)
	for _, id := range want.Rules() {
		x, _ := want.Rule(id)
		y, _ := got.Rule(id)
		require.Equal(t, x, y, at)
	}
	now := t0
	for range 2 {
		v, w := c.visit(now), c.visit(now)
		history := trigger.History{}
		for _, visit := range []trigger.Visit{v, w} {
			x, y := want.Eval(visit, history, now), got.Eval(visit, history, now)
			require.Equal(t, told(x), told(y), at)
			for _, id := range some(c, want.Rules()) {
				a, err := want.Explain(id, visit, history, now)
				b, other := got.Explain(id, visit, history, now)
				require.Equal(t, err, other, at)
				require.Equal(t, a, b, at)
			}
			for _, f := range x.Fires {
				var err error
				after, _, fault := got.Claim(visit, history, f.Rule(), now)
				history, _, err = want.Claim(visit, history, f.Rule(), now)
				require.Equal(t, err, fault, at)
				require.Equal(t, history, after, at)
			}
			now = now.Add(time.Duration(c.IntN(40)) * time.Second)
		}
	}
}

// some draws a few of a list.
func some(c chance, ids []string) (out []string) {
	for range min(3, len(ids)) {
		out = append(out, pick(c, ids...))
	}
	return out
}

// told is what a look says, in plain values.
func told(r trigger.Result) string {
	text := fmt.Sprint(r.Next, r.Holds)
	for _, f := range r.Fires {
		text += fmt.Sprint(" ", f.Rule(), f.Variant(), f.Do())
	}
	return text
}

// TestWhatIsCompiledAgainIsWhatIsCompiledAnew changes sets of rules over and over, each time made
// of the Set before, and compares it with one that was made of all rules at once.
func TestWhatIsCompiledAgainIsWhatIsCompiledAnew(t *testing.T) {
	config := trigger.Config{
		Schema: hostSchema, Never: []string{"/checkout/**"}, Only: []string{"/**"},
		OffGroups: []string{"c"}, Language: "e n",
	}
	made, faulty := 0, 0
	for seed := range seeds(12, 2_000) {
		c := newChance(seed)
		var rules []trigger.Rule
		before, err := trigger.Compile(rules, config)
		require.NoError(t, err)
		for step := range 12 {
			next, changed := c.edit(rules, pick(c, 2, 2, 20))
			at := fmt.Sprintf("seed %d, step %d", seed, step)
			want, fault := trigger.Compile(next, config)
			got, err := before.Recompile(next, func(i int) bool { return changed[next[i].ID] })
			require.Equal(t, fault, err, at)
			if err != nil {
				faulty++
				continue
			}
			requireSame(t, c, want, got, at)
			rules, before = next, got
			made++
		}
	}
	require.Positive(t, faulty)
	require.Greater(t, made, 50/thin)
}

func TestEqualActionsOfTwoRulesAreWarnedOfInBoth(t *testing.T) {
	do := []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"x_y": "Hello"}}}
	s, err := trigger.Compile([]trigger.Rule{{ID: "a", Do: do}, {ID: "b", Do: do}}, trigger.Config{})
	require.NoError(t, err)
	require.Len(t, s.Warnings(), 2)
}

func TestRulesOfNoSetAreCompiledAsByThemselves(t *testing.T) {
	rules := []trigger.Rule{{ID: "r"}}
	var none *trigger.Set
	s, err := none.Recompile(rules, func(int) bool { return false })
	require.NoError(t, err)
	require.Equal(t, []string{"r"}, s.Rules())
	s, err = s.Recompile(nil, nil)
	require.NoError(t, err)
	require.Empty(t, s.Rules())
}
