package chat_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// A session is a value, and Decide is all that changes it.
func Example() {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	anna := chat.Author{Kind: chat.AuthorAgent, ID: "agt_anna", Name: "Anna"}

	var s chat.Session
	for _, c := range []chat.Command{
		chat.Start{ID: "ses_1", Site: "shop", Visitor: "vis_1", Queue: "sales", Text: "Do you ship to Tartu?"},
		chat.MakeOffer{Offers: []chat.Offer{{ID: "off_1", Agent: "agt_anna", Deadline: now.Add(30 * time.Second)}}},
		chat.Accept{Offer: "off_1", Agent: "agt_anna", Name: "Anna"},
		chat.Send{Author: anna, Text: "Yes, in two days."},
		chat.End{By: anna, Reason: chat.ByAgent},
	} {
		var entries []chat.Entry
		var err error
		if s, entries, err = chat.Decide(s, c, now); err != nil {
			fmt.Println(err)
		}
		for _, e := range entries {
			fmt.Printf("%d %s %q\n", e.N, e.Kind, e.Text)
		}
	}
	_, _, err := chat.Decide(s, chat.Send{Author: anna, Text: "One more thing"}, now)
	fmt.Println(s.State, err)
	// Output:
	// 1 session.created ""
	// 2 message.created "Do you ship to Tartu?"
	// 3 session.queued ""
	// 4 offer.created ""
	// 5 offer.accepted ""
	// 6 session.assigned ""
	// 7 message.created "Yes, in two days."
	// 8 session.closed ""
	// closed chat: session closed: it is closed
}

// What a session does by itself is a function of the session and of what is around it.
func ExampleNext() {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	s, _, _ := chat.Decide(chat.Session{}, chat.Start{ID: "ses_1", Site: "shop", Visitor: "vis_1", Queue: "sales"}, now)
	s, _, _ = chat.Decide(s, chat.MakeOffer{Offers: []chat.Offer{{ID: "off_1", Agent: "agt_anna", Deadline: now.Add(30 * time.Second)}}}, now)
	at, c := chat.Next(s, chat.Around{}, now)
	fmt.Printf("%T at %s\n", c, at.Format(time.TimeOnly))
	// Output: chat.Expire at 09:00:30
}
