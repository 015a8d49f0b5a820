package chattest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestAScriptMayWaitForHoursInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := chattest.Open(t, desk.Config{Seed: settings.Team{
			Queues: []settings.Queue{{ID: "help", Policy: chat.Policy{WarnAfter: time.Hour, CloseAfter: time.Hour}}},
		}})
		ann, bob, vera := shop.Agent("ann"), shop.Agent("bob"), shop.Visitor("vera")
		ann.Available()
		vera.Start("Anybody there?")
		ann.Decline()
		ann.Break()
		bob.Available()
		bob.Accept()
		bob.Say("Yes!")
		vera.Hear("Yes!")
		time.Sleep(2*time.Hour + time.Minute)
		if view := vera.See(chat.Closed); view.Reason != chat.Inactivity {
			t.Errorf("closed by %s", view.Reason)
		}
		vera.Start("I am back.")
		bob.Accept()
		vera.End()
		vera.See(chat.Closed)
		if got := len(vera.Transcript()); got != 1 {
			t.Errorf("%d messages in the second session", got)
		}
	})
}

func TestWhoWaitsInVainFailsTheTest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &verdict{T: t}
		shop := chattest.Open(v, desk.Config{})
		done := make(chan struct{})
		go func() {
			defer close(done)
			shop.Agent("ann").Accept() // not available, and nobody asks
		}()
		<-done
		if v.why == "" {
			t.Error("nobody minded")
		}
	})
}

func TestAVisitorOfAScriptLeavesAndComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := chattest.Open(t, desk.Config{Seed: settings.Team{
			Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}},
		}})
		vera, wim := shop.Visitor("vera"), shop.Visitor("wim")
		for _, v := range []*chattest.Visitor{vera, wim} {
			v.Start("Hello?")
			v.Comes()
		}
		time.Sleep(time.Hour)
		vera.See(chat.Queued)
		vera.Leaves()
		wim.Hides()
		wim.Drops()
		time.Sleep(4 * time.Minute)
		vera.See(chat.Abandoned)
		wim.See(chat.Queued)
		vera.Comes()
		vera.See(chat.Queued)
		wim.Comes()
		time.Sleep(time.Hour)
		wim.See(chat.Queued)
	})
}
