package messenger_test

import (
	"fmt"
	"net/http"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/messenger"
)

// An adapter checks what was posted over the bytes that came, and reads it.
func Example() {
	adapter, err := messenger.New(messenger.Config{
		Secret: "app-secret", VerifyToken: "word", Tokens: map[string]string{"1": "page-token"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := channel.Request{Header: http.Header{}, Raw: []byte(escaped)}
	r.Header.Set("X-Hub-Signature-256", signature)
	if err := adapter.Verify(r); err != nil {
		fmt.Println(err)
		return
	}
	events, err := adapter.Read(r)
	fmt.Println(events[0].Peer, events[0].Text, err)
	// Output:
	// 2 ä/ õun <3 <nil>
}
