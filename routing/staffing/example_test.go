package staffing_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/routing/staffing"
)

// Two chats a minute, five minutes each when alone, patience two minutes.
func Example() {
	rates := []float64{1.0 / 5, 1.6 / 5, 1.8 / 5, 1.7 / 5} // chats a minute completed with 1, 2, 3, 4 at once
	k := staffing.BestConcurrency(rates)
	team := staffing.Chat{Concurrency: k, Rates: rates, Arrival: 2, Abandonment: 1.0 / 2}
	n, err := team.Required(staffing.Target{MaxAbandon: 0.03})
	fmt.Println(k, "chats each,", n, "agents", err)
	team.Agents = n
	p, _ := team.Performance()
	fmt.Printf("%.1f %% give up, mean wait %.1f s\n", 100*p.Abandonment, 60*p.MeanWait)
	// Output:
	// 3 chats each, 7 agents <nil>
	// 1.4 % give up, mean wait 1.7 s
}
