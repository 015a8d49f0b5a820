// Command host is a small shop that was there before, with its own login, customers, orders and
// database, and a chat wired into it. All that the chat needs of the shop is in chat.go.
package main
