package trigger_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// world is a visitor before a random set of rules: groups, vetoes, holds, caps, quiet periods, all
// together.
type world struct {
	set     *trigger.Set
	visit   trigger.Visit
	history trigger.History
	now     time.Time
	log     []string // what fired, and when
}

func newWorld(t testing.TB, c chance) *world {
	rules := make([]trigger.Rule, 1+c.IntN(6))
	for i := range rules {
		r := &rules[i]
		r.ID, r.When = "r"+strconv.Itoa(i), c.clockCond(2)
		if c.IntN(6) == 0 {
			r.Type, r.Groups = trigger.Suppress, pick(c, nil, []string{"a"})
			continue
		}
		r.Priority, r.Group = c.IntN(3), pick(c, "", "a", "b")
		r.Hold = pick(c, 0, 0, time.Duration(c.IntN(20))*time.Second)
		r.On = pick(c, nil, nil, []trigger.Moment{trigger.OnCart}, []trigger.Moment{trigger.OnTimer})
		r.Limits = pick(c, nil, []trigger.Limit{{Max: 1 + c.IntN(3), Per: pick(c, "20s", "visit", "", "calendar:Europe/Tallinn")}},
			[]trigger.Limit{{Max: 2, Per: "30s", Scope: pick(c, "all", "group:a")}, {Max: 3, Per: "1m"}})
		r.Quiet.Dismissed = pick(c, 0, time.Duration(1+c.IntN(60))*time.Second)
		if c.IntN(3) > 0 {
			r.Do = []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "x"}, Expire: time.Duration(c.IntN(30)) * time.Second}}
		}
		if c.IntN(4) == 0 {
			r.From, r.Until = t0.Add(time.Duration(c.IntN(60))*time.Second), t0.Add(time.Duration(61+c.IntN(60))*time.Second)
		}
	}
	set, err := trigger.Compile(rules, trigger.Config{})
	require.NoError(t, err)
	return &world{set: set, now: t0, visit: trigger.Visit{Visitor: "v1", Started: t0, Entered: t0, Active: t0}}
}

// String shows everything, for a failure.
func (w *world) String() string {
	rules := []trigger.Rule{}
	for _, id := range w.set.Rules() {
		r, _ := w.set.Rule(id)
		rules = append(rules, r)
	}
	text, _ := json.MarshalIndent(struct {
		Rules   []trigger.Rule
		Visit   trigger.Visit
		History trigger.History
	}{rules, w.visit, w.history}, "", " ")
	return string(text)
}

func (c chance) clockCond(depth int) trigger.Cond {
	if depth == 0 || c.IntN(3) == 0 {
		return trigger.Where(pick(c, "page.dwell", "idle"), pick(c, trigger.Ge, trigger.Ge, trigger.Lt), trigger.For(time.Duration(c.IntN(90))*time.Second))
	}
	a, b := c.clockCond(depth-1), c.clockCond(depth-1)
	return pick(c, trigger.All(a, b), trigger.Any(a, b), trigger.Not(a))
}

// look evaluates, claims what fires, and returns the next instant; before claiming, doubled says
// what a second tab would see.
func (w *world) look(t testing.TB) trigger.Result {
	res := w.set.Eval(w.visit, w.history, w.now)
	w.visit.Holds = res.Holds
	for _, f := range res.Fires {
		before := w.history
		var err error
		w.history, _, err = w.set.Claim(w.visit, w.history, f.Rule(), w.now)
		require.NoError(t, err, "what fires can be claimed")
		require.NotEqual(t, before, w.history)
		w.log = append(w.log, fmt.Sprint(f.Rule(), " ", w.now.Sub(t0)))
	}
	return res
}

func TestNothingFiresBeforeTheNextInstant(t *testing.T) {
	fires := 0
	for seed := range seeds(600, 30_000) {
		c := newChance(seed)
		w := newWorld(t, c)
		for range 12 {
			res := w.look(t)
			fires += len(res.Fires)
			twice := w.set.Eval(w.visit, w.history, w.now)
			require.Empty(t, twice.Fires, "seed %d: evaluating twice at one instant fires nothing twice", seed)
			end := w.now.Add(200 * time.Second)
			if !res.Next.IsZero() && res.Next.Before(end) {
				require.True(t, res.Next.After(w.now), "seed %d: the next instant is later than %s\n%s", seed, w.now, w)
				end = res.Next
			}
			for range 4 {
				at := w.now.Add(time.Duration(c.Int64N(int64(end.Sub(w.now)))))
				between := w.set.Eval(w.visit, w.history, at)
				require.Empty(t, between.Fires, "seed %d: at %s, before the next instant %s", seed, at, res.Next)
			}
			if res.Next.IsZero() {
				break
			}
			w.now = res.Next
		}
	}
	require.Greater(t, fires, size(600, 30_000)/int(parts), "a firing a case, at least")
}

func TestSplittingAnIdlePeriodChangesNothing(t *testing.T) {
	for seed := range seeds(400, 20_000) {
		whole, split := newWorld(t, newChance(seed)), newWorld(t, newChance(seed))
		end := t0.Add(150 * time.Second)
		for at := whole.look(t).Next; !at.IsZero() && at.Before(end); at = whole.look(t).Next {
			whole.now = at
		}
		c := newChance(seed + 1)
		for at := split.look(t).Next; ; at = split.look(t).Next {
			extra := split.now.Add(time.Duration(1+c.IntN(20)) * time.Second / 2)
			if at.IsZero() || extra.Before(at) {
				at = extra // a look nobody asked for
			}
			if split.now = at; !at.Before(end) {
				break
			}
		}
		require.Equal(t, whole.log, split.log, "seed %d", seed)
	}
}

func TestExplainAgreesWithEval(t *testing.T) {
	fires, waits := 0, 0
	for seed := range seeds(600, 20_000) {
		c := newChance(seed)
		w := newWorld(t, c)
		for range 6 {
			res := w.set.Eval(w.visit, w.history, w.now)
			for _, id := range w.set.Rules() {
				x, err := w.set.Explain(id, w.visit, w.history, w.now)
				require.NoError(t, err)
				fired := false
				for _, f := range res.Fires {
					fired = fired || f.Rule() == id
				}
				require.Equal(t, fired, x.Fires)
				r, _ := w.set.Rule(id)
				require.Equal(t, interpret(r.When, w.visit, w.history, w.now), x.When.True)
				if fired {
					require.Empty(t, x.Blocks, "%s", x)
					fires++
				} else if !x.FiresFrom.IsZero() && len(res.Fires) == 0 && r.Type != trigger.Suppress && r.Hold == 0 {
					require.False(t, res.Next.After(x.FiresFrom), "Eval looks no later than Explain says it fires: %s\n%s", res.Next, x)
					waits++
				}
				_, err = json.Marshal(x)
				require.NoError(t, err)
			}
			next := w.look(t).Next
			if next.IsZero() {
				break
			}
			w.now = next
		}
	}
	require.Positive(t, min(fires, waits))
}
