package routing_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// A host with a store feeds records and commits what comes back.
func ExampleRouter() {
	r, err := routing.New(routing.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r.Set(now, routing.AgentFact{ID: "ann", Rev: 1, Mode: routing.Available, Capacity: 3, Used: 2})
	r.Set(now, routing.AgentFact{ID: "ben", Rev: 1, Mode: routing.Available, Capacity: 3,
		Skills: []routing.Skill{{Name: "fr", Level: 2}}})
	r.Set(now, routing.RequestFact{ID: "chat-1", Rev: 7, Queue: "sales", EnqueuedAt: now,
		Skills: []routing.Skill{{Name: "fr", Level: 1}}})
	for _, d := range r.Advance(now) {
		fmt.Println(d.Kind, d.Request, "to", d.Agent, "until", d.Deadline.Format(time.TimeOnly), "-", d.Why)
	}
	for _, v := range r.Explain("chat-1") {
		fmt.Println(v.Agent+":", v)
	}
	// Output:
	// offer chat-1 to ben until 09:00:25 - best by strategy
	// ann: lacks fr at level 1
	// ben: best by strategy 0/3
}
