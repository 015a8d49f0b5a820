package chattest_test

import (
	"fmt"
	"io"
	"log"
	"strings"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// script stands in for a *testing.T here.
type script struct {
	testing.TB
	after []func()
}

func (*script) Helper()                           {}
func (*script) Fatalf(format string, args ...any) { log.Fatalf(format, args...) }
func (s *script) Cleanup(f func())                { s.after = append(s.after, f) }

func Example() {
	t := &script{}
	shop := chattest.Open(t, desk.Config{})
	ann, vera := shop.Agent("Ann"), shop.Visitor("Vera")

	ann.Available()
	vera.Start("Where is my parcel?")
	ann.Accept()
	ann.Say("On its way.")
	vera.Hear("On its way.")
	vera.Say("Thank you!")
	ann.Hear("Thank you!")
	ann.Close()
	vera.See(chat.Closed)

	for _, line := range vera.Transcript() {
		fmt.Println(line)
	}
	for _, f := range t.after {
		f()
	}
	// Output:
	// Vera: Where is my parcel?
	// Ann: On its way.
	// Vera: Thank you!
}

// Time stands until the test moves it, and nobody acts until the shop settles.
func ExampleStill() {
	t := &script{}
	shop := chattest.Still(t, desk.Config{Seed: settings.Team{
		Queues: []settings.Queue{{ID: "help", MaxWait: 10 * time.Minute, NoAgent: settings.NoAgentWait}},
	}})
	ann, vera := shop.Agent("Ann"), shop.Visitor("Vera")

	ann.Available()
	vera.Start("Where is my parcel?")
	fmt.Println(vera.See(chat.Offered).State)
	shop.Advance(time.Minute) // Ann does not look
	fmt.Println(vera.See(chat.Queued).State)
	shop.Advance(9 * time.Minute)
	fmt.Println(vera.See(chat.Messaged).Reason, shop.Now().Format(time.Kitchen))
	for _, f := range t.after {
		f()
	}
	// Output:
	// offered
	// queued
	// longest-wait 10:10AM
}

// A visitor's own browser asks over HTTP, and an agent answers by script.
func ExampleShop_Handler() {
	t := &script{}
	shop := chattest.Open(t, desk.Config{})
	ann, browser := shop.Agent("Ann"), shop.Handler(chathttp.Config{}).Anonymous()

	ann.Available()
	question := strings.NewReader(`{"name": "Vera", "text": "Where is my parcel?"}`)
	started, err := browser.Post(chattest.URL+"/v1/sessions", "application/json", question)
	if err != nil {
		log.Fatal(err)
	}
	started.Body.Close()
	ann.Accept()
	ann.Say("On its way.")

	answer, err := browser.Get(chattest.URL + "/v1/" + started.Header.Get("Location") + "/messages")
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	fmt.Println(started.Status, answer.Status, strings.Contains(string(said), "On its way."), err)
	for _, f := range t.after {
		f()
	}
	// Output:
	// 201 Created 200 OK true <nil>
}
