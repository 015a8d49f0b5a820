package trigger_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/trigger"
)

// The events that Claim and End return are counted by rule.
func ExampleFunnel() {
	var f trigger.Funnel
	for _, fate := range []trigger.Fate{trigger.Shown, trigger.Shown, trigger.Shown, trigger.Shown, trigger.Accepted, trigger.Dismissed} {
		f.Add(trigger.Event{Rule: "boots", Fate: fate})
	}
	for _, s := range f.Steps() {
		fmt.Printf("%s: %d shown, %d accepted, %.0f %%\n", s.Rule, s.Shown, s.Accepted, 100*s.Rate())
	}
	// Output: boots: 4 shown, 1 accepted, 25 %
}

// Hash is what a Rollout places visitors by; HashV1 is for reproducing an older experiment of
// GrowthBook's.
func ExampleHashV1() {
	fmt.Println(trigger.Hash("boots", "visitor-1"), trigger.HashV1("boots", "visitor-1"))
	// Output:
	// 0.7637 0.504
}
