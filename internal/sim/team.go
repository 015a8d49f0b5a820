package sim

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

const (
	visitors = 8
	agents   = 4
)

// team is the settings every run begins with: two queues with short times, agents of capacity 2 who
// serve one or both.
func team() settings.Team {
	policy := chat.Policy{WarnAfter: 30 * time.Second, CloseAfter: 15 * time.Second, IdleAfter: 20 * time.Second, WrapUp: 4 * time.Second, HoldFor: 20 * time.Second,
		MissFor: 3 * time.Second, DeclineFor: 8 * time.Second, Grace: 6 * time.Second, StickyFor: 3 * time.Second}
	s := settings.Team{
		Sites: []settings.Site{{ID: "shop", Queues: []chat.QueueID{"sales", "returns"}}},
		Queues: []settings.Queue{
			{ID: "sales", NoAgent: settings.NoAgentWait, OfferFor: 5 * time.Second, Policy: policy},
			{ID: "returns", NoAgent: settings.NoAgentWait, OfferFor: 5 * time.Second, Policy: policy, AutoAccept: true, Limit: 3},
		},
	}
	for i := range agents {
		qs := []chat.Serves{{Queue: "sales"}, {Queue: "returns"}}
		s.Agents = append(s.Agents, settings.Agent{Login: fmt.Sprintf("agent-%d", i), Name: fmt.Sprintf("Agent %d", i), Queues: qs[:1+i%2], Capacity: 2})
	}
	s.Agents[0].Queues = []chat.Serves{{Queue: "returns"}, {Queue: "sales"}}
	return s
}
