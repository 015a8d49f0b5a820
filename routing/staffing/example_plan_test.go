package staffing_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/routing/staffing"
)

// A week is planned from what past weeks were like.
func ExampleMakePlan() {
	var past []staffing.Hour
	var open staffing.Week
	for day := time.Monday; day <= time.Friday; day++ {
		for hour := 9; hour < 17; hour++ {
			past = append(past, staffing.Hour{Weekday: day, Hour: hour, Visitors: 600, Chats: 60})
			open[day][hour] = 1
		}
	}
	profile, err := staffing.Learn(past)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := staffing.MakePlan(staffing.PlanInput{
		Chats: profile.Chats(24_000), // visitors expected in the week
		Open:  open,
		Team:  staffing.Chat{Concurrency: 2, Rates: []float64{12, 20}, Abandonment: 30}, // an hour
		// at most three in a hundred give up
		Target: staffing.Target{MaxAbandon: 0.03}, ShiftHours: 8,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Need[time.Monday][9], "agents on Monday at nine,", len(plan.Shifts), "shifts,", len(plan.Short), "hours short")
	// Output: 5 agents on Monday at nine, 5 shifts, 0 hours short
}

// How much traffic ten lines carry when one call in a hundred may be refused.
func ExampleErlangBLoad() {
	fmt.Printf("%.6f erlangs\n", staffing.ErlangBLoad(10, 0.01))
	// Output: 4.461177 erlangs
}
