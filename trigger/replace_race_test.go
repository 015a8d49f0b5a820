package trigger_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// TestRulesAreReplacedWhileOthersLook replaces rules of one Set from several goroutines at once,
// while visits are looked at in it and in what comes of it.
func TestRulesAreReplacedWhileOthersLook(t *testing.T) {
	c := newChance(7)
	rules := c.anyRules(40)
	base, err := trigger.Compile(rules, replaceConfig)
	require.NoError(t, err)
	visit := c.visit(t0)
	want := told(base.Eval(visit, trigger.History{}, t0))
	var all sync.WaitGroup
	for i := range 8 {
		rule := rules[i]
		rule.Note = fmt.Sprint("changed by ", i)
		all.Go(func() {
			set := base
			for range 4 {
				if next, ok := set.Replace(rule); ok {
					set = next
				}
				if got := told(set.Eval(visit, trigger.History{}, t0)); got != want {
					t.Errorf("%d: %s, not %s", i, got, want)
				}
				set.Warnings()
			}
		})
	}
	for range 200 {
		require.Equal(t, want, told(base.Eval(visit, trigger.History{}, t0)))
	}
	all.Wait()
}
