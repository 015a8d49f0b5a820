package sqlitestore_test

import (
	"os"
	"testing"

	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/store"
)

// full says whether tests run at their full size, as at night.
var full = os.Getenv("SWITCHBOARD_FULL") != ""

// Three desks with connections of their own share a file, as three processes do.
func TestDesksThatShareAFileOverfillNobodyAndLeaveNobodyWaiting(t *testing.T) {
	crowd := chattest.Crowd{Visitors: 200, Agents: 20}
	if full {
		crowd = chattest.Crowd{Visitors: 10_000, Agents: 100}
	}
	f := &files{}
	chattest.Rush(t, func() store.Store { return f.open(t, "shop") }, crowd)
}

func TestAFileThatGoesBackUnderTwoDesksCorruptsNothing(t *testing.T) {
	f := &files{}
	chattest.Rewind(t, func() store.Store { return f.open(t, "shop") }, func() func() { return f.rewind(t, "shop") })
}
