package desk_test

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// What the host's own code does: it says what its customer did, deals with effects that wait for it, has the records audited
// and mended, and erases a customer who asks for it.
func ExampleHost() {
	ctx := context.Background()
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{Queues: []settings.Queue{{ID: "support"}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	customer := chat.Principal{Kind: chat.RoleVisitor, ID: "customer 7", Verified: true}
	_, _ = d.Visitor(customer).Visit(ctx, desk.VisitFacts{URL: "/boots"}) // the page's beacon
	host := d.Host()
	vera, err := host.VisitorID(ctx, customer)
	fmt.Println("known:", vera != "", err)
	fmt.Println("raised:", host.Raise(ctx, vera, "wishlist-shared"))
	_, err = host.ReportOrder(ctx, customer, desk.Order{ID: "4711", Value: 8900, Currency: "EUR"})
	fmt.Println("ordered:", err)

	effects, err := host.Outbox(ctx)
	for _, e := range effects { // what no hook could do, a person did
		err = host.Acknowledge(ctx, e, "sent by hand")
	}
	fmt.Println("effects:", len(effects), err)

	faults, err := d.Mend(ctx)
	fmt.Println("faults:", len(faults), err)
	fmt.Println("erased:", host.ErasePrincipal(ctx, "customer 7"))
	// Output:
	// known: true <nil>
	// raised: <nil>
	// ordered: <nil>
	// effects: 0 <nil>
	// faults: 0 <nil>
	// erased: <nil>
}
