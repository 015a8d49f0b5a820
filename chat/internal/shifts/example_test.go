package shifts

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// A quarter of an hour before the end of a shift its agent takes nothing new.
func ExamplePlan_Next() {
	week, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	p := Plan{Hours: week, Handover: 15 * time.Minute}
	ann := chat.Agent{ID: "ann", Mode: chat.Available}
	at, act := p.Next(ann, time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC))
	fmt.Println(act, "at", at.Format(time.TimeOnly))
	// Output: drain at 16:45:00
}
