package mail_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/mail"
)

// A mail that Postmark posts is what a desk takes.
func Example() {
	adapter, err := mail.New(mail.Config{Provider: mail.Postmark, User: "hook", Password: "s3cret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	events, err := adapter.Read(channel.Request{Raw: []byte(`{
		"FromFull": {"Email": "vera@x.example", "Name": "Vera"},
		"OriginalRecipient": "reply+1@shop.example", "MessageID": "m1",
		"TextBody": "It is 42.\n\nOn Monday Mari wrote:\n> Which size?"}`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	in := events[0].Inbound("mail")
	fmt.Println(in.Sender, in.Parts[0].Text)
	// Output:
	// vera@x.example It is 42.
}
