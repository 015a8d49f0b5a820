package assign_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/routing"
)

// A session and an agent go into the Router as facts, and what it decides comes back as a command of the session.
func Example() {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	router, err := routing.New(routing.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	ana := chat.Agent{ID: "ana", Mode: chat.Available, Capacity: 2, Queues: []chat.Serves{{Queue: "sales"}}}
	s, _, _ := chat.Decide(chat.Session{}, chat.Start{ID: "ses_1", Site: "shop", Visitor: "vis_1", Queue: "sales"}, now)
	router.Set(now, assign.Agent(ana, 1))
	router.Set(now, assign.Session(s, 1))
	for ds := range assign.Batches(router.Advance(now)) {
		c, err := assign.Command(s, ds, nil, func() chat.OfferID { return "off_1" })
		if err != nil {
			fmt.Println(err)
			return
		}
		s, _, _ = chat.Decide(s, c, now)
		ana, _ = assign.Applied(ana, ds[0], now)
	}
	fmt.Println(s.State, "to", s.Offers[0].Agent, "until", s.Offers[0].Deadline.Format(time.TimeOnly), "turn", ana.Turn)
	// Output: offered to ana until 09:00:25 turn 1
}
