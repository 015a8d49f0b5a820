package trigger_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestEvaluationAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes sync.Pool forget")
	}
	c := newChance(1)
	rules := randomRules(c, 500)
	for i := range rules {
		rules[i].When = trigger.All(trigger.Not(trigger.Where("visitor.id", trigger.Eq, trigger.Text("nobody"))), unfolded(rules[i].When))
		rules[i].Limits = []trigger.Limit{{Max: 2, Per: "1h"}, {Max: 9, Scope: "all"}}
	}
	set, err := trigger.Compile(rules, trigger.Config{Schema: hostSchema, Never: []string{"/checkout"}})
	require.NoError(t, err)
	v := c.visit(t0)
	v.URL = "https://shop.example/en/shoes/42?q=a"
	var h trigger.History
	var res trigger.Result
	set.EvalTo(&res, v, h, t0)
	for _, f := range res.Fires[:min(3, len(res.Fires))] {
		h = claim(t, set, v, h, f.Rule(), t0)
	}
	require.NotEmpty(t, h.Seen)
	now := t0
	require.Zero(t, testing.AllocsPerRun(200, func() {
		now = now.Add(time.Second)
		set.EvalTo(&res, v, h, now)
	}))
	for _, url := range []string{"/en/shoes/", "https://shop.example", "https://shop.example/?utm_source=mail&gclid=Ab-1", "/blog/shoes.html?ref=Mail", "/sale#reviews"} {
		v.URL = url
		require.Zero(t, testing.AllocsPerRun(50, func() { set.EvalTo(&res, v, h, now) }), url)
	}
	require.Zero(t, testing.AllocsPerRun(200, func() { trigger.Hash("seed", "jõe-kasutaja") }))
}

// unfolded compares texts as they are: folding one with capitals is the one thing that allocates.
func unfolded(c trigger.Cond) trigger.Cond {
	for i := range c.All {
		c.All[i] = unfolded(c.All[i])
	}
	for i := range c.Any {
		c.Any[i] = unfolded(c.Any[i])
	}
	if c.Not != nil {
		not := unfolded(*c.Not)
		c.Not = &not
	}
	c.Fold = false
	return c
}

func TestAThousandRulesWithTheWorstPatternStayWithinTheBudget(t *testing.T) {
	rules := make([]trigger.Rule, 1000)
	for i := range rules {
		pattern := "(a?){" + strconv.Itoa(50+i%50) + "}" + strconv.Itoa(i) + "x|z"
		rules[i] = trigger.Rule{ID: "r" + strconv.Itoa(i), When: trigger.Where("page.url", trigger.Regexp, trigger.Text(pattern))}
	}
	set, err := trigger.Compile(rules, trigger.Config{})
	require.NoError(t, err)
	require.NotEmpty(t, set.Warnings(), "patterns without a text they need are warned of")
	url := make([]byte, 4096)
	for i := range url {
		url[i] = 'a'
	}
	res := set.Eval(trigger.Visit{URL: string(url)}, trigger.History{}, t0)
	require.True(t, res.Overrun, "the budget ends it, whatever the machine")
}

func TestAVetoOverBudgetStaysAVeto(t *testing.T) {
	set, err := trigger.CompileJSON([]byte(`[{"id":"r"},{"id":"veto","type":"suppress","when":{"attr":"page.url","op":"regexp","value":"(a?){100}[bz]"}}]`), trigger.Config{Budget: 10})
	require.NoError(t, err)
	res := set.Eval(visitAt("/aaaaaaaaaaaa", t0), trigger.History{}, t0)
	require.True(t, res.Overrun)
	require.Empty(t, res.Fires)
}
