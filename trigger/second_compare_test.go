package trigger_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// zonesOfCaps are those whose days the caps go by. Where one of oddMidnights begins, the clock of
// its own zone does something strange.
var zonesOfCaps = []string{
	"Europe/Tallinn", "America/Havana", "America/St_Johns", "Pacific/Apia", "Asia/Beirut", "UTC",
}

// oddMidnights are the instants around which a visit is looked at: a day that ends as usual, one
// that begins at 1:00, one whose first minute is followed by the hour before it, one that is
// skipped, and one before which an hour comes twice.
var oddMidnights = []time.Time{
	t0,
	time.Date(2026, 11, 2, 22, 0, 0, 0, time.UTC),
	time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC),
	time.Date(2010, 11, 7, 2, 30, 0, 0, time.UTC),
	time.Date(2010, 11, 7, 2, 31, 0, 0, time.UTC),
	time.Date(2011, 12, 30, 10, 0, 0, 0, time.UTC),
	time.Date(2026, 10, 24, 21, 0, 0, 0, time.UTC),
	time.Date(2026, 10, 24, 22, 0, 0, 0, time.UTC),
}

// checkoutOrNowhere are the pages of the visits: whether Never forbids them.
var checkoutOrNowhere = map[string]bool{
	"/shoes": false, "/checkouts": false,
	"/checkout": true, "/Checkout/pay": true, "/#/checkout": true, "": true,
}

// shopRules are rules with everything that keeps one back: holds, groups, vetoes, caps of all
// scopes, quiet, moments, dates, a share of the visitors, and variants.
func (c chance) shopRules(start time.Time) []trigger.Rule {
	calendar := "calendar:" + pick(c, zonesOfCaps...)
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
		cart := []trigger.Moment{trigger.OnCart, trigger.OnTimer}
		r.On = pick(c, nil, nil, cart[:1], cart)
		per := pick(c, "20s", "visit", "", "1m", calendar, calendar)
		r.Limits = pick(c, nil, []trigger.Limit{{Max: 1 + c.IntN(3), Per: per}}, []trigger.Limit{
			{Max: 2, Per: pick(c, "30s", calendar), Scope: pick(c, "all", "group:a")},
			{Max: 1 + c.IntN(4), Per: pick(c, "", "1m")},
		})
		r.Quiet = trigger.Quiet{Dismissed: upTo(c, 60), Engaged: upTo(c, 40), ChatEnded: upTo(c, 40)}
		r.Quiet.Answered, r.Quiet.Scope = c.IntN(4) == 0, pick(c, "", "", "all", "rule", "group:a")
		if r.Uncapped = c.IntN(8) == 0; r.Uncapped {
			r.Limits = nil
		}
		if c.IntN(4) == 0 {
			r.From = start.Add(time.Duration(c.IntN(60)) * time.Second)
			r.Until = start.Add(time.Duration(61+c.IntN(60)) * time.Second)
		}
		if c.IntN(3) == 0 {
			r.Rollout = &trigger.Rollout{Percent: float64(10 * (1 + c.IntN(10)))}
		}
		r.Do = []trigger.Action{{
			Type: trigger.Prompt, Text: map[string]string{"en": "x"},
			Expire: time.Duration(c.IntN(30)) * time.Second,
		}}
		if c.IntN(4) == 0 {
			r.Do = []trigger.Action{{Type: trigger.SetQueue, Queue: "q"}}
		}
		if c.IntN(3) == 0 {
			x, y := 1+c.IntN(3), 1+c.IntN(3)
			r.Variants = []trigger.Variant{{ID: "x", Weight: x}, {ID: "y", Weight: y}}
		}
	}
	return rules
}

func upTo(c chance, most int) time.Duration {
	return pick(c, 0, time.Duration(1+c.IntN(most))*time.Second)
}

func TestWhatFiresIsWhatASecondBySecondReadingOfTheRulesSays(t *testing.T) {
	fired, prompts, held := 0, 0, 0
	for seed := range seeds(400, 30_000) {
		c := newChance(seed + 77)
		start := pick(c, oddMidnights...).Add(-time.Duration(c.IntN(150)) * time.Second)
		rules := c.shopRules(start)
		config := trigger.Config{
			Holdout: trigger.Rollout{Percent: pick(c, 0, 0, 50.0)},
			Never:   pick(c, nil, []string{"/checkout"}),
		}
		set, err := trigger.Compile(rules, config)
		require.NoError(t, err)
		visit := trigger.Visit{
			Visitor: fmt.Sprintf("v%d", c.IntN(50)), URL: "/shoes",
			Started: start, Entered: start, Active: start,
		}
		slow := &naive{start: start, rules: rules, config: config, visit: visit}
		slow.since, slow.days = map[string]time.Time{}, map[string]string{}
		slow.tick(start.Add(-time.Hour)) // the clocks had shown these dates before
		slow.tick(start.Add(-time.Minute))
		w := &world{set: set, visit: visit, now: start}
		var log string
		look := func(moments []trigger.Moment) time.Time {
			w.visit.Moments = moments
			res := w.set.Eval(w.visit, w.history, w.now)
			w.visit.Holds = res.Holds
			var now []string
			for i, f := range slices.Concat(res.Fires, res.Held) {
				w.history, _, err = w.set.Claim(w.visit, w.history, f.Rule(), w.now)
				require.NoError(t, err)
				held, at := i >= len(res.Fires), w.now.Sub(start)
				now = append(now, fmt.Sprintf("%s/%s/%t@%s ", f.Rule(), f.Variant(), held, at))
			}
			order := set.Rules()
			place := func(line string) int { return slices.Index(order, line[:strings.Index(line, "/")]) }
			slices.SortFunc(now, func(a, b string) int { return place(a) - place(b) })
			log += strings.Join(now, "")
			return res.Next
		}
		next, looked := start, start
		for second := range 150 {
			now := start.Add(time.Duration(second) * time.Second)
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
				require.True(t, happened || next.Equal(now), "seed %d: all is of whole seconds, not %s", seed, next)
				next, looked = look(moments), now
			}
			require.Equal(t, slow.String(), log, "seed %d, second %d\n%s", seed, second, w)
		}
		fired += len(slow.fired)
		for _, f := range slow.fired {
			if f.fate != "" {
				prompts++
			}
			if f.held {
				held++
			}
		}
	}
	t.Logf("%d firings, %d of them answered, %d held back", fired, prompts, held)
	require.Positive(t, min(fired, prompts, held))
}

// happen lets something happen to both.
func (c chance) happen(w *world, n *naive) []trigger.Moment {
	switch c.IntN(6) {
	case 0:
		return []trigger.Moment{trigger.OnCart}
	case 1:
		url := pick(c, slices.Sorted(maps.Keys(checkoutOrNowhere))...)
		w.visit.Entered, n.visit.Entered = w.now, w.now
		w.visit.URL, n.visit.URL = url, url
		if n.config.Never != nil && c.IntN(4) == 0 {
			clear(n.since) // nobody said that this is the next page after the last one seen
			return nil
		}
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
				n.fired[i].ended, n.fired[i].fate, n.fired[i].answered = true, fate, w.now
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
	for seed := range seeds(300, 20_000) {
		c := newChance(seed + 9)
		rules := make([]trigger.Rule, 1+c.IntN(8))
		for i := range rules {
			pattern := trigger.Text(pick(c, "/e.*/s", "(/en|/et)+", "x*", "[a-z/]+t$"))
			glob := trigger.Text(pick(c, "/**/*s", "/?n/**", "/cart"))
			rules[i] = trigger.Rule{ID: fmt.Sprintf("r%d", i), When: trigger.Any(
				trigger.Where("page.path", trigger.Regexp, pattern),
				trigger.Where("page.path", trigger.Glob, glob))}
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
