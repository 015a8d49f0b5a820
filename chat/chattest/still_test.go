package chattest_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// patient is a queue that people wait in also while nobody is there.
func patient() settings.Team {
	return settings.Team{Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}}
}

func TestInAShopThatStandsNothingHappensByItself(t *testing.T) {
	shop := chattest.Still(t, desk.Config{Seed: patient()})
	ann, vera := shop.Agent("ann"), shop.Visitor("vera")
	ann.Available()
	vera.Start("Hello?")
	if now := shop.Now(); !now.Equal(chattest.Begins) {
		t.Errorf("the clock shows %v", now)
	}
	before := vera.See(chat.Offered) // it settles
	shop.Pass(time.Hour)
	after, err := vera.Visitor.Session(t.Context(), vera.Session)
	if err != nil || after.Entries != before.Entries {
		t.Errorf("%d entries after %d, %v: somebody acted", after.Entries, before.Entries, err)
	}
	shop.Settle()
	vera.See(chat.Queued) // the offer has expired, and Ann is not asked again at once
	if now := shop.Now(); !now.Equal(chattest.Begins.Add(time.Hour)) {
		t.Errorf("the clock shows %v", now)
	}
}

func TestTheSamePeopleActInAShopThatStandsAndInOneThatRuns(t *testing.T) {
	script := func(t *testing.T, shop *chattest.Shop) {
		ann, bob, vera := shop.Agent("ann"), shop.Agent("bob"), shop.Visitor("vera")
		ann.Available()
		vera.Start("Anybody there?")
		ann.Decline()
		ann.Break()
		bob.Available()
		bob.Accept()
		vera.Say("Are you there?")
		bob.Hear("Are you there?")
		bob.Say("Yes!")
		vera.Hear("Yes!")
		shop.Advance(2*time.Hour + time.Minute)
		if view := vera.See(chat.Closed); view.Reason != chat.Inactivity {
			t.Errorf("closed by %s", view.Reason)
		}
		vera.Start("I am back.")
		bob.Accept()
		bob.Say("Yes!")
		vera.Hear("Yes!")
		if said := strings.Join(vera.Transcript(), "; "); said != "vera: I am back.; bob: Yes!" {
			t.Errorf("the transcript is %q", said)
		}
		vera.End()
		vera.See(chat.Closed)
	}
	seed := settings.Team{Queues: []settings.Queue{
		{ID: "help", Policy: chat.Policy{WarnAfter: time.Hour, CloseAfter: time.Hour}},
	}}
	t.Run("stands", func(t *testing.T) {
		script(t, chattest.Still(t, desk.Config{Seed: seed}))
	})
	t.Run("runs", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			script(t, chattest.Open(t, desk.Config{Seed: seed}))
		})
	})
}

func TestAScriptOfAShopThatStandsDoesTheSameEachTime(t *testing.T) {
	told := func() (all []string) {
		shop := chattest.Still(t, desk.Config{Seed: patient()})
		ann, vera := shop.Agent("ann"), shop.Visitor("vera")
		ann.Available()
		vera.Start("Hello?")
		shop.Advance(time.Minute)
		for e, err := range shop.Host().Follow(t.Context(), "0-0") {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, e.ID, string(e.Session), e.Entry.At.String(), string(e.Entry.Kind))
			if e.Entry.Kind == chat.KindExpired {
				break
			}
		}
		return all
	}
	if one, two := told(), told(); strings.Join(one, "\n") != strings.Join(two, "\n") {
		t.Errorf("first:\n%s\nthen:\n%s", strings.Join(one, "\n"), strings.Join(two, "\n"))
	}
}

func TestNodesOfAShopThatStandsArePausedAndStopped(t *testing.T) {
	shop := chattest.Still(t, desk.Config{Seed: patient()})
	other := shop.Join(desk.Config{})
	ann, vera := other.Agent("ann"), shop.Visitor("vera")
	ann.Available()
	shop.Settle(shop) // only the first node hears of Vera, and leads
	vera.Start("Hello?")
	shop.Settle(shop)
	ann.Accept()
	ann.Say("Yes?")
	vera.Hear("Yes?")
	shop.Stop()
	ann.Close()
	wim := other.Visitor("wim")
	wim.Start("Hello?")
	other.Settle()
	wim.See(chat.Queued) // the first node has the lease still
	other.Advance(20 * time.Second)
	ann.Accept()
	wim.See(chat.Active)
}

func TestAClockThatIsSkewedIsThatOfItsNodeAlone(t *testing.T) {
	for name, open := range map[string]func(testing.TB, desk.Config) *chattest.Shop{
		"stands": chattest.Still, "runs": chattest.Open,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				shop := open(t, desk.Config{Seed: patient()})
				other := shop.Join(desk.Config{})
				other.Skew(-time.Minute)
				if by := shop.Now().Sub(other.Now()); by != time.Minute {
					t.Errorf("the clocks are %v apart", by)
				}
				vera := other.Visitor("vera")
				vera.Start("Hello?")
				if at := vera.See(chat.Queued).CreatedAt; !at.Equal(other.Now()) {
					t.Errorf("asked at %v; the node's clock shows %v", at, other.Now())
				}
			})
		})
	}
}

// post is a mailer that keeps what it is given.
type post struct {
	mu    sync.Mutex
	mails []hook.Mail
}

func (p *post) Send(_ context.Context, m hook.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mails = append(p.mails, m)
	return nil
}

func TestAdvanceDoesWhatIsDueOutsideAndSettleLeavesItBe(t *testing.T) {
	mailer := &post{}
	shop := chattest.Still(t, desk.Config{Seed: patient(), Mailer: mailer})
	vera := shop.Visitor("vera")
	vera.Ask(desk.StartRequest{Text: "Hello?", Email: "vera@example.com"})
	err := vera.Visitor.Transcript(t.Context(), vera.Session, "vera@example.com")
	if err != nil {
		t.Fatal(err)
	}
	vera.End()
	shop.Settle()
	if n := len(mailer.mails); n != 0 {
		t.Errorf("%d mails before time goes on", n)
	}
	shop.Advance(time.Minute)
	if n := len(mailer.mails); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestWhoWaitsInVainInAShopThatStandsFailsTheTestAtOnce(t *testing.T) {
	v := &verdict{T: t}
	shop := chattest.Still(v, desk.Config{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		shop.Agent("ann").Accept() // not available, and nobody asks
	}()
	<-done
	if want := "ann: waits for an offer in vain: nothing is left to happen now"; v.why != want {
		t.Errorf("%q; want %q", v.why, want)
	}
}

func TestAClockOfTheConfigurationIsMovedByNobodyElse(t *testing.T) {
	v := &verdict{T: t}
	now := chattest.Begins.AddDate(1, 0, 0)
	shop := chattest.Still(v, desk.Config{Now: func() time.Time { return now }})
	if !shop.Now().Equal(now) {
		t.Errorf("the clock shows %v", shop.Now())
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		shop.Pass(time.Second)
	}()
	<-done
	if !strings.Contains(v.why, "the clock is that of the configuration") {
		t.Errorf("%q", v.why)
	}
}
