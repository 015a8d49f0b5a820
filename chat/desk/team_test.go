package desk_test

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// twoTeams is two queues with an agent each, one who serves both, a supervisor of everything and one of billing.
func twoTeams() settings.Team {
	in := func(qs ...chat.QueueID) (out []chat.Serves) {
		for _, q := range qs {
			out = append(out, chat.Serves{Queue: q})
		}
		return out
	}
	return settings.Team{
		Queues: []settings.Queue{{ID: "support", NoAgent: settings.NoAgentWait}, {ID: "billing", NoAgent: settings.NoAgentWait}},
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"support", "billing"}, Never: []string{"/checkout"}}},
		Agents: []settings.Agent{
			{Login: "ann", Name: "Ann", Queues: in("support")},
			{Login: "bob", Name: "Bob", Queues: in("billing")},
			{Login: "cy", Name: "Cy", Queues: in("support", "billing"), Capacity: 1},
			{Login: "sue", Name: "Sue", Supervisor: true},
			{Login: "sam", Name: "Sam", Supervisor: true, Queues: in("billing")},
		},
		Canned: []settings.Canned{
			{ID: "hi", Title: "Greeting", Text: map[string]string{"en": "How can I help?"}},
			{ID: "vat", Title: "VAT", Text: map[string]string{"en": "VAT is included."}, Queue: "billing"},
		},
	}
}
