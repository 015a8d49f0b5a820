package channel_test

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// A courier carries what agents answer, and hears what the platform tells of it.
func ExampleCourier() {
	ctx := context.Background()
	adapter := plain{rules: rules, send: func(m channel.Outbound) channel.Result {
		return channel.Result{Outcome: channel.Taken, IDs: []string{"wamid." + m.ID}}
	}}
	courier, err := channel.NewCourier(channel.CourierConfig{
		Adapter: adapter, Journal: &channel.Memory{},
		Tell: func(_ context.Context, _ channel.Address, c channel.Change) error {
			fmt.Println(c.Message, c.State)
			return nil
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Vera writes, an agent answers, and Vera reads it.
	hears := func(e channel.Event) {
		e.Account, e.Peer = "shop", "vera"
		if err := courier.Hear(ctx, noon, e); err != nil {
			fmt.Println(err)
		}
	}
	hears(channel.Event{Kind: channel.KindMessage, ID: "m1", Text: "Is it in?"})
	if err := courier.Post(ctx, noon, out("a1", "It is.")); err != nil {
		fmt.Println(err)
	}
	if _, err := courier.Step(ctx, noon); err != nil {
		fmt.Println(err)
	}
	hears(channel.Event{Kind: channel.KindStatus, ID: "s1", Of: "wamid.a1", State: channel.Read})
	// Output:
	// a1 sent
	// a1 read
}
