package trigger_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// heldCond is a condition of what the clock, the page and the visitor turn while nobody looks.
func (c chance) heldCond(depth int) trigger.Cond {
	if depth == 0 || c.IntN(4) == 0 {
		switch c.IntN(4) {
		case 0:
			return trigger.Where("hours.s", trigger.Is, trigger.Truth(c.IntN(3) > 0))
		case 1:
			path := trigger.Text(pick(c, "/a", "/b"))
			return trigger.Where("page.path", pick(c, trigger.Eq, trigger.Ne), path)
		}
		length := trigger.For(time.Duration(c.IntN(40)) * time.Second)
		return trigger.Where(pick(c, "page.dwell", "idle", "idle"), pick(c, trigger.Ge, trigger.Lt), length)
	}
	a, b := c.heldCond(depth-1), c.heldCond(depth-1)
	return pick(c, trigger.All(a, b), trigger.Any(a, b), trigger.Any(a, b), trigger.Not(a))
}

// asInterpreted replaces opening hours, which interpret does not know, by whether the shop is open.
func asInterpreted(cond trigger.Cond, isOpen bool) trigger.Cond {
	each := func(conds []trigger.Cond) (out []trigger.Cond) {
		for _, k := range conds {
			out = append(out, asInterpreted(k, isOpen))
		}
		return out
	}
	switch {
	case cond.All != nil:
		return trigger.All(each(cond.All)...)
	case cond.Any != nil:
		return trigger.Any(each(cond.Any)...)
	case cond.Not != nil:
		return trigger.Not(asInterpreted(*cond.Not, isOpen))
	case cond.Attr != "hours.s":
		return cond
	case (cond.Value.String() == "true") == isOpen:
		return trigger.All()
	}
	return trigger.Not(trigger.All())
}

// A tab sleeps: looks come when they come, and what happens in between is told by the next one.
// Whatever fires has been true at every second of its hold. Where nothing but the clock moved since
// the last look, the hold is as long as it could be.
func TestNothingHeldFiresAfterABreakThatNobodyLookedAt(t *testing.T) {
	fired, kept, broken := 0, 0, 0
	for seed := range seeds(500, 40_000) {
		c := newChance(seed + 500)
		rules := []trigger.Rule{{
			ID: "r", When: c.heldCond(2), Hold: time.Duration(1+c.IntN(40)) * time.Second,
			Limits: []trigger.Limit{{Max: 1, Per: "1s"}},
		}}
		veto := c.IntN(3) == 0
		if veto {
			v := trigger.Rule{ID: "v", Type: trigger.Suppress, When: c.heldCond(1)}
			rules = append(rules, v)
		}
		var shop open
		for at := -50 + c.IntN(30); at < 400; at += 5 + c.IntN(60) {
			from := at
			at += 5 + c.IntN(60)
			shop = append(shop, [2]time.Time{
				t0.Add(time.Duration(from) * time.Second), t0.Add(time.Duration(at) * time.Second),
			})
		}
		set, err := trigger.Compile(rules, trigger.Config{
			Hours: map[string]trigger.Hours{"s": shop},
		})
		require.NoError(t, err)
		v := visitAt("https://shop.example/a", t0)
		var was []bool // by second: the condition was true, and no veto held
		calm := true   // nothing happened since the last look
		for second := range 300 {
			now := t0.Add(time.Duration(second) * time.Second)
			switch c.IntN(40) {
			case 0:
				v.Active, calm = now, false
			case 1:
				v.URL, v.Entered, calm = "https://shop.example"+pick(c, "/a", "/b"), now, false
			}
			holds := func(r trigger.Rule) bool {
				return interpret(asInterpreted(r.When, shop.Open(now)), v, trigger.History{}, now)
			}
			was = append(was, holds(rules[0]) && (!veto || !holds(rules[1])))
			if c.IntN(25) > 0 {
				continue
			}
			where := func() string { return fmt.Sprintf("seed %d, second %d\n%s", seed, second, show(rules, v)) }
			res := set.Eval(v, trigger.History{}, now)
			since := len(was)
			for since > 0 && was[since-1] {
				since--
			}
			if len(res.Fires) > 0 {
				fired++
				require.GreaterOrEqual(t, time.Duration(second-since)*time.Second, rules[0].Hold, where())
			} else if len(res.Holds) > 0 && len(v.Holds) > 0 {
				before := int(v.Holds[0].Since.Sub(t0) / time.Second)
				got := int(res.Holds[0].Since.Sub(t0) / time.Second)
				if since > before {
					broken++
				} else {
					kept++
				}
				require.GreaterOrEqual(t, got, max(since, before), where())
				if calm {
					require.Equal(t, max(since, before), got, where())
				}
			}
			v.Holds, calm = res.Holds, true
		}
	}
	t.Logf("%d fired, %d holds kept, %d broken unseen", fired, kept, broken)
	require.Positive(t, min(fired, kept, broken))
}

func show(rules []trigger.Rule, v trigger.Visit) string {
	text, _ := json.MarshalIndent([]any{rules, v}, "", " ")
	return string(text)
}
