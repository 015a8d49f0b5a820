package routing_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// A host without a store calls verbs and shows what was decided.
func ExamplePool() {
	p, err := routing.NewPool(routing.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p.SetAgent(now, routing.AgentFact{ID: "ann", Mode: routing.Available, Capacity: 1})
	p.SetAgent(now, routing.AgentFact{ID: "ben", Mode: routing.Available, Capacity: 1})
	ds, _ := p.Enqueue(now, routing.RequestFact{ID: "chat-1", Queue: "sales"})
	fmt.Println(ds[0].Kind, "to", ds[0].Agent)

	now = now.Add(25 * time.Second) // ann lets the offer expire
	for _, d := range p.Advance(now) {
		fmt.Println(d.Kind, d.Request, d.Agent, "-", d.Why)
	}
	_, err = p.Accept(now, "chat-1", "ann")
	fmt.Println(errors.Is(err, routing.ErrOfferGone), "-", err)
	_, err = p.Accept(now, "chat-1", "ben")
	fmt.Println(err)
	// Output:
	// offer to ann
	// requeue chat-1 ann - offer expired
	// offer chat-1 ben - best by strategy
	// true - routing: offer of chat-1 to ann gone: expired
	// <nil>
}
