// Command quickstart holds a whole conversation without a browser: a rule invites a visitor, one agent declines, the next
// one answers, and the transcript is printed.
package main

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

var boots = trigger.Rule{
	ID:   "boots",
	When: trigger.Where("page.path", trigger.Prefix, trigger.Text("/boots")),
	Do:   []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Shall I help you find your size?"}}},
}

func main() {
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	d := must(desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"advice"}}},
		Queues: []settings.Queue{{ID: "advice"}},
		Agents: []settings.Agent{{Login: "ana", Name: "Ana", Queues: []chat.Serves{{Queue: "advice"}}}, {Login: "ben", Name: "Ben", Queues: []chat.Serves{{Queue: "advice"}}}},
		Rules:  settings.Rules(boots),
	}}))
	go d.Run(ctx)
	ana, ben := signIn(ctx, d, "ana"), signIn(ctx, d, "ben")
	eve := d.Visitor(d.Host().NewVisitor())
	var prompt *desk.Prompt
	for prompt == nil { // a page asks again until somebody is there to answer
		prompt = must(eve.Visit(ctx, desk.VisitFacts{URL: "/boots/scree", Locale: "en"})).Prompt
	}
	fmt.Println("prompt:", prompt.Text)
	session := must(eve.Start(ctx, desk.StartRequest{Name: "Eve", Text: "Yes: I wear 42 in most shoes.", Prompt: prompt.UID}))

	check(ana.Decline(ctx, offer(ctx, ana)))
	must(ben.Accept(ctx, offer(ctx, ben)))
	must(ben.Send(ctx, session.ID, desk.MessageRequest{Text: "Then take the 43, it leaves room for a warm sock."}))
	must(eve.Send(ctx, session.ID, desk.MessageRequest{Text: "Thank you!"}))
	check(ben.Close(ctx, session.ID))
	check(eve.Rate(ctx, session.ID, chat.Rating{Score: 5, Scale: 5}))
	entries, _, err := ben.Timeline(ctx, session.ID, 0, 100)
	check(err)
	for _, e := range entries {
		fmt.Println(strings.TrimRight(fmt.Sprintf("%2d  %-16s  %-4s %s %s", e.N, e.Kind, e.Author.Name, e.Reason, e.Text), " "))
	}
}

// signIn makes an agent available.
func signIn(ctx context.Context, d *desk.Desk, login string) desk.Agent {
	a := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true})
	must(a.SetStatus(ctx, chat.Available, ""))
	return a
}

// offer waits until the agent is offered a session.
func offer(ctx context.Context, a desk.Agent) chat.OfferID {
	for ev, err := range a.Events(ctx, "") {
		check(err)
		if ev.Inbox != nil && len(ev.Inbox.Offers) > 0 {
			return ev.Inbox.Offers[0].Offer.ID
		}
	}
	panic("no offer came")
}

func must[T any](v T, err error) T { check(err); return v }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
