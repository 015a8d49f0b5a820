package whatsapp_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
)

// The rules say what may go, and the adapter reads what comes.
func Example() {
	adapter, err := whatsapp.New(whatsapp.Config{
		Secret: "app-secret", VerifyToken: "word", Tokens: map[string]string{"555": "token"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	events, err := adapter.Read(channel.Request{Raw: []byte(published)})
	fmt.Println(events[0].Name, events[0].Text, err)
	fmt.Println(adapter.Rules().Window.Reply, adapter.Rules().Window.Templates)
	// Output:
	// Vera Hello <nil>
	// 24h0m0s true
}
