package report_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/report"
)

func Example() {
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	sessions := []chat.Session{
		{State: chat.Closed, CreatedAt: at, QueuedAt: at, AssignedAt: at.Add(8 * time.Second), EndedAt: at.Add(5 * time.Minute)},
		{State: chat.Closed, CreatedAt: at, QueuedAt: at, AssignedAt: at.Add(40 * time.Second), EndedAt: at.Add(9 * time.Minute)},
		{State: chat.Abandoned, CreatedAt: at, QueuedAt: at, EndedAt: at.Add(15 * time.Second)},
	}
	r, _ := report.Summarise(slices.Values(sessions), report.Config{})
	level, _ := r.Rows[0].ServiceLevel(report.LateAbandoned)
	fmt.Printf("%d answered, %d left, service level %.0f %%\n", r.Rows[0].Answered, r.Rows[0].Abandoned, 100*level)
	// Output: 2 answered, 1 left, service level 50 %
}
