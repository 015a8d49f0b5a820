package desk_test

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// A visitor asks, the agent who is free is offered the session, and they talk. A program calls Run instead of the steps.
func Example() {
	ctx := context.Background()
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	d, err := desk.New(desk.Config{
		Store: memstore.New(memstore.Config{}),
		Now:   func() time.Time { return now },
		Seed: settings.Team{
			Queues: []settings.Queue{{ID: "support"}},
			Agents: []settings.Agent{{Login: "ann@shop", Name: "Ann", Queues: []chat.Serves{{Queue: "support"}}}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ann := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann@shop", Verified: true})
	vera := d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer 7", Verified: true})

	_, _ = ann.SetStatus(ctx, chat.Available, "")
	session, _ := vera.Start(ctx, desk.StartRequest{Command: "1", Name: "Vera", Text: "Where is my parcel?"})
	fmt.Println("Vera's session is", session.State)

	for range 4 { // the feed, and what the router proposes on it
		_, _ = d.Follower().Step(ctx, now)
		_, _ = d.Dispatcher().Step(ctx, now)
	}
	inbox, _ := ann.Inbox(ctx)
	fmt.Println("Ann has", inbox.Offers[0].Offer.Deadline.Sub(now), "to accept")
	card, _ := ann.Accept(ctx, inbox.Offers[0].Offer.ID)
	_, _ = ann.Send(ctx, card.Session.ID, desk.MessageRequest{Command: "2", Text: "On its way."})
	_, _ = ann.Note(ctx, card.Session.ID, desk.MessageRequest{Command: "3", Text: "third time she asks"})

	entries, _, _ := vera.Timeline(ctx, session.ID, 0, 0)
	for _, e := range entries {
		fmt.Printf("%d %s %q\n", e.N, e.Kind, e.Text)
	}
	// Output:
	// Vera's session is queued
	// Ann has 25s to accept
	// 1 session.created ""
	// 2 message.created "Where is my parcel?"
	// 3 session.queued ""
	// 6 session.assigned ""
	// 7 message.created "On its way."
}

// Check audits what is derived from sessions; Mend writes it anew. Both may run beside everything else.
func ExampleDesk_Mend() {
	ctx := context.Background()
	s := memstore.New(memstore.Config{})
	d, err := desk.New(desk.Config{Store: s})
	if err != nil {
		fmt.Println(err)
		return
	}
	vera := d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer 7", Verified: true})
	session, _ := vera.Start(ctx, desk.StartRequest{Text: "Please call me back", Leave: true})

	visits, _ := s.List(ctx, store.Range{Prefix: "visitor/", Limit: 10}) // somebody deletes an index by hand
	_, _ = s.Commit(ctx, store.Batch{Delete: []string{visits[0].Key}})

	faults, _ := d.Check(ctx)
	for _, f := range faults {
		fmt.Println(f.Kind, f.Session == session.ID)
	}
	mended, _ := d.Mend(ctx)
	faults, _ = d.Check(ctx)
	fmt.Println(len(mended), "mended,", len(faults), "left")
	// Output:
	// missing true
	// 1 mended, 0 left
}
