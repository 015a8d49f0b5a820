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

// What a provider tells of the mails that a host's own Mailer sent goes the same way: give
// Event.Inbound to Host.Receive of package desk, from the Take of a channel.Receiver. The desk
// finds the session by the mail's Message-ID, tells the agents, and mails nothing more to a dead
// address.
func Example_bounce() {
	adapter, err := mail.New(mail.Config{Provider: mail.Postmark, User: "hook", Password: "s3cret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	events, err := adapter.Read(channel.Request{Raw: []byte(`{"RecordType": "Bounce",
		"Type": "HardBounce", "MessageID": "883953f4", "Email": "vera@x.example",
		"Details": "550 5.1.1 Nobody here", "BouncedAt": "2026-11-05T16:33:54Z",
		"Content": "--x\r\n\r\nMessage-ID: <a1@shop.example>\r\n"}`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	in := events[0].Inbound("mail")
	fmt.Println(in.Kind, in.ReplyTo, in.Dead)
	// Output:
	// failed [a1@shop.example 883953f4] vera@x.example
}
