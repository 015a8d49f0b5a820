// Command import brings what another live chat was set up with: triggers, greetings, campaigns, canned replies and opening hours.
//
//	go run ./examples/import -from zendesk|livechat|chatwoot|rocketchat [flags] file…
//
// The files are the JSON that the product's own API answers, as it was saved: lists, single things, or answers with a list in them.
// Without -write and -into it is a dry run: it tells what would be taken, approximated or dropped, and why, and changes nothing.
//
//	-write settings.json   writes the settings, one document for all kinds
//	-into http://127.0.0.1:8080/chat -header "Cookie: …"
//	                       puts them into a running desk, as the supervisor whom the header signs in
//
// Importing twice changes nothing the second time: every setting has an id made of the product's own, and what is there already and
// equal is left alone. One that a person has changed since is left alone too, and told, unless -force is given.
//
// Rules come as drafts, disabled; -enable turns on those that were on and were taken as they were. A history of chats is not taken.
package main
