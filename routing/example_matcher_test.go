package routing_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// A host that keeps offers and deadlines itself only asks who gets what.
func ExampleMatcher_Swap() {
	m, err := routing.NewMatcher(routing.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m.SetAgent(now, routing.AgentFact{ID: "ann", Rev: 1, Mode: routing.Available, Capacity: 1})
	sales, _ := m.Need(routing.RequestFact{Queue: "sales"})
	first, _ := m.Assign(now, sales)
	fmt.Println("first goes to", first.Agent())
	if _, ok := m.Assign(now, sales); !ok { // ann has no room
		m.Wait(sales, "second", now, 0)
	}
	id, second, _ := m.Swap(now.Add(time.Minute), first) // ann is done with the first
	fmt.Println(id, "goes to", second.Agent())
	// Output:
	// first goes to ann
	// second goes to ann
}

// A Pool goes on after a restart where its snapshot ended.
func ExampleRestorePool() {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p, _ := routing.NewPool(routing.Config{})
	_, _ = p.SetAgent(now, routing.AgentFact{ID: "ann", Mode: routing.Available, Capacity: 1})
	_, _ = p.Enqueue(now, routing.RequestFact{ID: "chat-1", Queue: "sales"})
	saved, _ := json.Marshal(p.Snapshot())

	var state routing.State
	_ = json.Unmarshal(saved, &state)
	p, err := routing.RestorePool(routing.Config{}, state)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = p.Accept(now.Add(5*time.Second), "chat-1", "ann")
	q, _ := p.Request("chat-1")
	fmt.Println(q.Phase, "with", q.Agent, err)
	// Output: active with ann <nil>
}
