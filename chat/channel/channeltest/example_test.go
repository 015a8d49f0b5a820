package channeltest_test

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
)

// A fake posts what its customers write to the host's receiver, and takes what the adapter sends.
func Example() {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	fake := channeltest.New(channeltest.Config{
		Kind: channeltest.Telegram, Calm: true, Now: func() time.Time { return now },
	})
	adapter, err := telegram.New(telegram.Config{
		Token: channeltest.Token, Secret: channeltest.Secret, Client: fake.Client(),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fake.Write("7", "Is it in?")
	answer := func(ctx context.Context, es []channel.Event) error {
		r := adapter.Send(ctx, channel.Outbound{
			ID: "a1", Account: channeltest.Account, To: es[0].Peer, Text: "It is.",
		})
		fmt.Println(es[0].Text, r.Outcome)
		return nil
	}
	fake.Post(&channel.Receiver{Adapter: adapter, Take: answer})
	// Output:
	// Is it in? taken
}
