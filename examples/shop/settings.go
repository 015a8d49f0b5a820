package main

import (
	_ "embed"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

const (
	site   = chat.SiteID("main")
	advice = chat.QueueID("advice")
	orders = chat.QueueID("orders")
)

//go:embed rules.json
var rulesJSON []byte

// team is what the team begins with; offer is the time an agent has to accept one. Afterwards they are records in the
// store, changed through a supervisor.
func team(offer time.Duration) (settings.Team, error) {
	rules, err := trigger.Parse(rulesJSON)
	if err != nil {
		return settings.Team{}, err
	}
	week, err := preset("always", time.Time{})
	if err != nil {
		return settings.Team{}, err
	}
	policy := chat.Policy{Grace: 20 * time.Second, WrapUp: -1}
	return settings.Team{
		Sites: []settings.Site{{
			ID: site, Name: "Northlight", Schedule: opening, Queues: []chat.QueueID{advice, orders}, Never: []string{"/checkout"},
			Form:    form,
			Consent: settings.Consent{Version: "2026-11", Text: consent},
			Brand:   settings.Brand{Logo: "/static/logo.svg"},
			Texts:   texts,
			Help:    help,
			Files:   settings.Files{On: true},
		}},
		Queues: []settings.Queue{
			{
				ID: advice, Name: "Buying advice", OfferFor: offer, Limit: 50, Policy: policy,
				Service: settings.Service{HandleTime: 6 * time.Minute, ReplyWithin: 2 * time.Hour},
			},
			{
				ID: orders, Name: "Orders and returns", OfferFor: offer, Limit: 50, Policy: policy,
				Service: settings.Service{HandleTime: 8 * time.Minute, ReplyWithin: 2 * time.Hour},
			},
		},
		Agents:    agents(),
		Schedules: []settings.Schedule{{ID: opening, Hours: week}},
		Rules:     settings.Rules(rules...),
		Canned:    canned,
	}, nil
}

// agents makes the colleagues of staff.go known to the desk, by their login.
func agents() []settings.Agent {
	all := make([]settings.Agent, len(staff))
	for i, c := range staff {
		all[i] = settings.Agent{Login: c.Login, Name: c.Name, Supervisor: c.Supervisor, Capacity: c.Capacity}
		if !c.Supervisor { // her name stands for her
			all[i].Photo = "/static/team/" + c.Login + ".svg"
		}
		for n, q := range c.Queues {
			all[i].Queues = append(all[i].Queues, chat.Serves{Queue: q, Priority: -n})
		}
	}
	return all
}

var canned = []settings.Canned{
	{ID: "hello", Title: "Hello", Text: map[string]string{"en": "Hello! I am glad you ask. Give me a moment to look.", "et": "Tere! Hea, et küsid. Vaatan kohe järele.", "pl": "Dzień dobry! Proszę o chwilę, już sprawdzam."}},
	{ID: "delivery", Title: "Delivery", Text: map[string]string{"en": "We send within one working day, and delivery takes two to four days.", "et": "Saadame ühe tööpäeva jooksul, kohale jõuab kahe kuni nelja päevaga."}},
	{ID: "returns", Title: "Returns", Queue: orders, Text: map[string]string{"en": "You have 60 days to send it back. I will send you the label by e-mail."}},
	{ID: "size", Title: "Sizes", Queue: advice, Text: map[string]string{"en": "Between two sizes, take the larger one: it leaves room for a warm layer."}},
	{ID: "bye", Title: "Goodbye", Text: map[string]string{"en": "You are welcome. Have a good trip!", "et": "Palun! Ilusat matka!", "pl": "Proszę bardzo. Udanej wyprawy!"}},
}
