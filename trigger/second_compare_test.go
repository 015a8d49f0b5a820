package trigger_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// shopRules are rules with everything that keeps one back: holds, groups, vetoes, caps of all
// scopes, quiet, moments, dates, a share of the visitors, and variants.
func (c chance) shopRules() []trigger.Rule {
	rules := make([]trigger.Rule, 1+c.IntN(6))
	for i := range rules {
		r := &rules[i]
		r.ID, r.When = fmt.Sprintf("r%d", i), c.clockCond(2)
		if c.IntN(6) == 0 {
			r.Type, r.Groups = trigger.Suppress, pick(c, nil, []string{"a"})
			continue
		}
		r.Priority, r.Group = c.IntN(3), pick(c, "", "a", "b")
		r.Hold = pick(c, 0, time.Duration(c.IntN(20))*time.Second)
		r.On = pick(c, nil, nil, []trigger.Moment{trigger.OnCart}, []trigger.Moment{trigger.OnCart, trigger.OnTimer})
		r.Limits = pick(c, nil, []trigger.Limit{{Max: 1 + c.IntN(3), Per: pick(c, "20s", "visit", "", "1m")}},
			[]trigger.Limit{{Max: 2, Per: "30s", Scope: pick(c, "all", "group:a")}, {Max: 1 + c.IntN(4), Per: pick(c, "", "1m")}})
		r.Quiet = trigger.Quiet{Dismissed: upTo(c, 60), Engaged: upTo(c, 40), ChatEnded: upTo(c, 40)}
		if c.IntN(4) == 0 {
			r.From, r.Until = t0.Add(time.Duration(c.IntN(60))*time.Second), t0.Add(time.Duration(61+c.IntN(60))*time.Second)
		}
		if c.IntN(3) == 0 {
			r.Rollout = &trigger.Rollout{Percent: float64(10 * (1 + c.IntN(10)))}
		}
		r.Do = []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "x"}, Expire: time.Duration(c.IntN(30)) * time.Second}}
		if c.IntN(4) == 0 {
			r.Do = []trigger.Action{{Type: trigger.SetQueue, Queue: "q"}}
		}
		if c.IntN(3) == 0 {
			r.Variants = []trigger.Variant{{ID: "x", Weight: 1 + c.IntN(3)}, {ID: "y", Weight: 1 + c.IntN(3)}}
		}
	}
	return rules
}

func upTo(c chance, most int) time.Duration {
	return pick(c, 0, time.Duration(1+c.IntN(most))*time.Second)
}

func TestWhatFiresIsWhatASecondBySecondReadingOfTheRulesSays(t *testing.T) {
	fired, prompts := 0, 0
	for seed := range uint64(size(400, 30_000)) {
		c := newChance(seed + 77)
		rules := c.shopRules()
		set, err := trigger.Compile(rules, trigger.Config{})
		require.NoError(t, err)
		visit := trigger.Visit{Visitor: fmt.Sprintf("v%d", c.IntN(50)), Started: t0, Entered: t0, Active: t0}
		slow := &naive{rules: rules, visit: visit, since: map[string]time.Time{}}
		w := &world{set: set, visit: visit, now: t0}
		var log string
		look := func(moments []trigger.Moment) time.Time {
			w.visit.Moments = moments
			res := w.set.Eval(w.visit, w.history, w.now)
			w.visit.Holds = res.Holds
			for _, f := range res.Fires {
				w.history, _, err = w.set.Claim(w.visit, w.history, f.Rule(), w.now)
				require.NoError(t, err)
				log += fmt.Sprintf("%s/%s@%s ", f.Rule(), f.Variant(), w.now.Sub(t0))
			}
			return res.Next
		}
		next, looked := t0, t0
		for second := range 150 {
			now := t0.Add(time.Duration(second) * time.Second)
			w.now = now
			var moments []trigger.Moment
			happened := second > 0 && c.IntN(12) == 0
			if happened {
				was := slow.visit
				moments = c.happen(w, slow)
				slow.doubt(looked, now, was)
			}
			slow.look(now, moments)
			if happened || !next.IsZero() && !next.After(now) {
				require.True(t, happened || next.Equal(now), "seed %d: conditions of whole seconds change at whole seconds, not at %s", seed, next)
				next, looked = look(moments), now
			}
			require.Equal(t, slow.String(), log, "seed %d, second %d\n%s", seed, second, w)
		}
		fired += len(slow.fired)
		for _, f := range slow.fired {
			if f.fate != "" {
				prompts++
			}
		}
	}
	t.Logf("%d firings, %d of them answered", fired, prompts)
	require.Positive(t, min(fired, prompts))
}

// happen lets something happen to both.
func (c chance) happen(w *world, n *naive) []trigger.Moment {
	switch c.IntN(6) {
	case 0:
		return []trigger.Moment{trigger.OnCart}
	case 1:
		w.visit.Entered, n.visit.Entered = w.now, w.now
		return []trigger.Moment{trigger.OnPage}
	case 2:
		w.visit.Active, n.visit.Active = w.now, w.now
	case 3:
		if n.chat = !n.chat; n.chat {
			w.history = w.history.ChatStart(w.now)
			n.events.ChatStarted = w.now
		} else {
			w.history = w.history.ChatEnd(w.now)
			n.events.ChatEnded = w.now
		}
		return []trigger.Moment{trigger.OnChat}
	case 4:
		w.visit.Started, w.visit.Entered = w.now, w.now
		n.visit.Started, n.visit.Entered = w.now, w.now
		clear(n.since) // a hold is of one visit
	default:
		open := w.history.OpenPrompts(w.now)
		if len(open) == 0 {
			break
		}
		rule, fate := pick(c, open...), pick(c, trigger.Accepted, trigger.Dismissed)
		w.history, _, _ = w.history.End(w.visit.Visitor, rule, fate, w.now)
		for i := len(n.fired) - 1; i >= 0; i-- {
			if n.fired[i].rule == rule {
				n.fired[i].ended, n.fired[i].fate = true, fate
				break
			}
		}
		if fate == trigger.Accepted {
			n.events.Accepted = w.now
		} else {
			n.events.Dismissed = w.now
		}
	}
	return nil
}

func TestABudgetOnlyLeavesRulesOutAndSaysSo(t *testing.T) {
	overruns := 0
	for seed := range uint64(size(300, 20_000)) {
		c := newChance(seed + 9)
		rules := make([]trigger.Rule, 1+c.IntN(8))
		for i := range rules {
			rules[i] = trigger.Rule{ID: fmt.Sprintf("r%d", i), When: trigger.Any(trigger.Where("page.path", trigger.Regexp, trigger.Text(pick(c, "/e.*/s", "(/en|/et)+", "x*", "[a-z/]+t$"))),
				trigger.Where("page.path", trigger.Glob, trigger.Text(pick(c, "/**/*s", "/?n/**", "/cart"))))}
		}
		free, err := trigger.Compile(rules, trigger.Config{})
		require.NoError(t, err)
		tight, err := trigger.Compile(rules, trigger.Config{Budget: 1 + c.IntN(2000)})
		require.NoError(t, err)
		v := c.visit(t0)
		all, some := free.Eval(v, trigger.History{}, t0), tight.Eval(v, trigger.History{}, t0)
		require.False(t, all.Overrun)
		ids := func(r trigger.Result) (ids []string) {
			for _, f := range r.Fires {
				ids = append(ids, f.Rule())
			}
			return ids
		}
		if !some.Overrun {
			require.Equal(t, ids(all), ids(some), "seed %d", seed)
			continue
		}
		overruns++
		for _, id := range ids(some) {
			require.True(t, slices.Contains(ids(all), id), "seed %d", seed)
		}
	}
	require.Positive(t, overruns)
}
