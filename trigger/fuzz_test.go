package trigger_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// quick fails if a step takes longer than any input may. Neighbours on the machine only ever add
// time, so what is slow once is tried again, and the race detector may take ten times as long.
func quick(t *testing.T, step func()) {
	bound := 50 * time.Millisecond
	if raceEnabled {
		bound *= 10
	}
	least := time.Hour
	for range 5 {
		start := time.Now()
		step()
		if least = min(least, time.Since(start)); least <= bound {
			return
		}
	}
	t.Errorf("took %s", least)
}

func FuzzRules(f *testing.F) {
	f.Add([]byte(shopRules))
	f.Add([]byte(`[{"id":"a","when":{"not":{"any":[{"attr":"page.path","op":"regexp","value":"a+"},{"all":[]}]}},"rollout":{"percent":1e-3}}]`))
	f.Add([]byte(`{"rules":[{"id":"a","on":["event:x"],"variants":[{"id":"x","weight":1}],"limits":[{"max":1,"per":"calendar:UTC"}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		rules, err := trigger.Parse(text)
		if err != nil {
			require.ErrorIs(t, err, trigger.ErrRule)
			return
		}
		set, err := trigger.Compile(rules, trigger.Config{})
		again, e := json.Marshal(rules)
		if err != nil {
			require.ErrorIs(t, err, trigger.ErrRule)
			return
		}
		require.NoError(t, e)
		back, e := trigger.Parse(again)
		require.NoError(t, e, string(again))
		twice, e := json.Marshal(back)
		require.NoError(t, e)
		require.Equal(t, string(again), string(twice))
		v := visitAt("https://shop.example/en/shoes/?q=1", t0)
		res := set.Eval(v, trigger.History{}, t0)
		for _, fire := range res.Fires {
			r, ok := set.Rule(fire.Rule())
			require.True(t, ok)
			if len(r.When.All)+len(r.When.Any) == 0 && r.When.Not == nil {
				continue
			}
			x, err := set.Explain(fire.Rule(), v, trigger.History{}, t0)
			require.NoError(t, err)
			require.True(t, x.When.True)
		}
	})
}

func FuzzPattern(f *testing.F) {
	for _, p := range []string{"(a?){1000}b", "/en/**", "(((a{9}){9}){9}){9}", "[^/]*/\\pL+", "(?i)(x|y|z)*$", "**?**?"} {
		f.Add(p, "/en/shoes/aaaaaaaaaaaaaaaaaaaaaaaa")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		for _, op := range []trigger.Op{trigger.Regexp, trigger.Glob} {
			var set *trigger.Set
			var err error
			quick(t, func() {
				set, err = trigger.Compile([]trigger.Rule{{ID: "r", When: trigger.Where("visitor.city", op, trigger.Text(pattern))}}, trigger.Config{})
			})
			if err != nil {
				require.ErrorIs(t, err, trigger.ErrRule)
				continue
			}
			v := trigger.Visit{Attrs: map[string]trigger.Value{"visitor.city": trigger.Text(text)}}
			var res trigger.Result
			quick(t, func() { res = set.Eval(v, trigger.History{}, t0) })
			if len(text) <= trigger.MaxText && !res.Overrun {
				want := interpret(trigger.Where("visitor.city", op, trigger.Text(pattern)), v, trigger.History{}, t0)
				if op == trigger.Regexp {
					require.Equal(t, want, len(res.Fires) == 1, "%s %q in %q", op, pattern, text)
				}
			}
		}
	})
}

func FuzzVisit(f *testing.F) {
	v, _ := json.Marshal(newChance(3).visit(t0))
	f.Add(v, []byte(`{"seen":[{"scope":"all","at":["2026-11-02T09:00:00Z"]},{"scope":"rule:a","at":[],"fate":"shown"}]}`))
	f.Add([]byte(`{"url":"//[::1]:80/%zz?%=%&a=b;c#","attrs":{"cart.value":-0,"visitor.tags":[1,2]}}`), []byte(`{"chats":-1}`))
	set, err := trigger.Compile(append(randomRules(newChance(5), 50), trigger.Rule{ID: "a", Group: "g", Hold: time.Second}), trigger.Config{Schema: hostSchema})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, visit, history []byte) {
		var v trigger.Visit
		if err := json.Unmarshal(visit, &v); err != nil {
			return
		}
		require.NoError(t, v.Check())
		var h trigger.History
		if err := json.Unmarshal(history, &h); err != nil {
			return
		}
		var res trigger.Result
		quick(t, func() { res = set.Eval(v, h, t0) })
		require.False(t, !res.Next.IsZero() && !res.Next.After(t0))
		for _, fire := range res.Fires {
			if next, _, err := set.Claim(v, h, fire.Rule(), t0); err == nil {
				h = next
			}
		}
		text, err := json.Marshal(h)
		if err != nil {
			return // instants beyond the year 9999
		}
		require.NoError(t, json.Unmarshal(text, &h), string(text))
	})
}
