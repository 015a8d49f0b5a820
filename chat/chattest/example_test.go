package chattest_test

import (
	"fmt"
	"log"
	"testing"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
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
