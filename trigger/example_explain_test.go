package trigger_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

func ExampleSet_Explain() {
	set, err := trigger.CompileJSON([]byte(shopRules), trigger.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	entered := time.Date(2026, 11, 2, 14, 2, 35, 0, time.UTC)
	visit := trigger.Visit{URL: "https://shop.example/en/shoes/", Started: entered, Entered: entered, Attrs: map[string]trigger.Value{"agents.free": trigger.Num(2)}}
	x, err := set.Explain("prompt-shoes", visit, trigger.History{}, entered.Add(12*time.Second))
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(x)
	// Output:
	// prompt-shoes at 2026-11-02T14:02:47Z: does not fire: its condition does not hold
	//   fires from 14:03:20 if nothing changes
	//   true from 14:03:20 if nothing changes
	//   ✗ all of
	//     ✓ page.path prefix "/en/shoes/", is "/en/shoes/"
	//     ✗ page.dwell ge "45s", is 12s, true from 14:03:20
	//     ✓ agents.free ge 1, is 2
	//   ✓ cap 1 per 24h in rule: 0 used
	//   ✓ suppress rule checkout
	//     ✗ page.path glob "/checkout/**", is "/en/shoes/"
	//   - when: its condition does not hold, until 14:03:20
}

func ExampleBacktest() {
	set, err := trigger.CompileJSON([]byte(shopRules), trigger.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	backtest := trigger.Backtest{Set: set, AcceptRate: map[string]float64{"prompt-shoes": 10}}
	start := time.Date(2026, 11, 2, 14, 0, 0, 0, time.UTC)
	for _, path := range []string{"/en/shoes/1", "/en/shoes/2", "/checkout/"} {
		err := backtest.Add(trigger.Recorded{At: start, Visit: trigger.Visit{
			Visitor: "v1", URL: path, Started: start, Entered: start, Attrs: map[string]trigger.Value{"agents.free": trigger.Num(1)},
		}})
		if err != nil {
			fmt.Println(err)
		}
		start = start.Add(time.Minute)
	}
	report := backtest.Report()
	for _, f := range report.Firings {
		fmt.Println(f.At.Format("15:04:05"), f.Visitor, f.Rule)
	}
	fmt.Printf("%.1f chats more\n", report.Chats)
	// Output:
	// 14:00:45 v1 prompt-shoes
	// 0.1 chats more
}
