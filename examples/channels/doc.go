// Command channels shows Telegram, Messenger, Instagram, WhatsApp and mail in one desk, without any
// of them: each is a fake that runs in this program, and the messengers misbehave as the real ones
// do.
//
//	go run ./examples/channels
//
// The page that it prints the address of shows both sides of each conversation: what the platform
// has, and what the desk has of it, with how far each answer came and until when the shop may
// write. Write as the customer or as the agent. Say of two customers that they are the same: from
// then on they are one person to the shop.
//
// Mail comes in by an SMTP listener of this program, which takes a letter only once the desk has
// it, and goes out to the same listener.
package main
