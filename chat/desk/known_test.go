package desk_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// counting is a Profile that counts how often it is asked, and fails while it is down.
type counting struct {
	asked atomic.Int32
	down  atomic.Bool
}

func (c *counting) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	c.asked.Add(1)
	if c.down.Load() {
		return hook.Customer{}, errors.New("down")
	}
	return hook.Customer{Tier: "vip"}, nil
}

// fleeting is a Profile whose answers count for nothing afterwards.
type fleeting struct{ *counting }

func (fleeting) Lasts() time.Duration { return 0 }

func TestAProfileIsAskedOnceAMinuteForEachVisitor(t *testing.T) {
	p := &counting{}
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Profile = p })
	asked := func(v desk.Visitor, times int) int {
		before := p.asked.Load()
		for range times {
			_, err := v.Visit(s.ctx, looking("/"))
			require.NoError(t, err)
			_, err = v.Availability(s.ctx, "", "")
			require.NoError(t, err)
		}
		return int(p.asked.Load() - before)
	}
	require.Equal(t, 1, asked(s.customer("c1"), 10))
	require.Equal(t, 1, asked(s.customer("c2"), 10))
	require.Equal(t, 1, asked(s.visitor(1), 10), "anonymous")
	again := chat.Principal{Kind: chat.RoleVisitor, ID: "c1", Verified: true, SignIn: "later"}
	require.Equal(t, 1, asked(s.Visitor(again), 5), "signed in anew")
	s.pass(59 * time.Second)
	require.Zero(t, asked(s.customer("c1"), 5))
	s.pass(time.Second)
	require.Equal(t, 1, asked(s.customer("c1"), 5))
	s.pass(-time.Hour)
	require.Equal(t, 1, asked(s.customer("c1"), 5), "a clock that was set back keeps nothing longer")

	p.down.Store(true)
	require.Equal(t, 4, asked(s.customer("c3"), 2), "a failure is not kept")
	p.down.Store(false)
	require.Equal(t, 1, asked(s.customer("c3"), 2))
	each := newShop(t, withPrompt(), func(c *desk.Config) { c.Profile = fleeting{p} })
	before := p.asked.Load()
	for range 3 {
		_, err := each.customer("c1").Availability(each.ctx, "", "")
		require.NoError(t, err)
	}
	require.EqualValues(t, 3, p.asked.Load()-before)
}

func TestWhatTheHostSaysOfACustomerReachesRulesAndTexts(t *testing.T) {
	seed := twoTeams()
	seed.Attributes = []settings.Attribute{{ID: "ltv", Type: settings.AttributeNumber}}
	invite := func(text string) []trigger.Action {
		return []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": text}}}
	}
	seed.Rules = settings.Rules(
		trigger.Rule{ID: "rich", When: trigger.Where("ltv", trigger.Ge, trigger.Num(500)), Do: invite("You spent {ltv}")},
		trigger.Rule{ID: "near", When: trigger.All(
			trigger.Where("visitor.country", trigger.Eq, trigger.Text("EE")), trigger.Where("visitor.region", trigger.Eq, trigger.Text("37")),
			trigger.Where("visitor.city", trigger.Eq, trigger.Text("Tallinn")), trigger.Where("visitor.tags", trigger.AnyOf, trigger.Texts("b2b")),
			trigger.Where("visitor.ip", trigger.CIDR, trigger.Text("192.0.2.0/24")),
		), Do: invite("Hello, {visitor.city}")},
	)
	near := map[string]trigger.Value{
		"visitor.country": trigger.Text("EE"), "visitor.region": trigger.Text("37"), "visitor.city": trigger.Text("Tallinn"),
		"visitor.tags": trigger.Texts("b2b"), "visitor.ip": trigger.Text("192.0.2.7"),
	}
	s := newShop(t, seed, func(c *desk.Config) {
		c.Profile = told{"rich": {Attrs: map[string]trigger.Value{"ltv": trigger.Num(900)}}, "near": {Attrs: near}}
	})
	s.available("ann")
	for text, v := range map[string]desk.Visitor{
		"You spent 900": s.customer("rich"), "Hello, Tallinn": s.customer("near"), "": s.customer("nobody"),
	} {
		a, err := v.Visit(s.ctx, looking("/"))
		require.NoError(t, err)
		if text == "" {
			require.Nil(t, a.Prompt)
			continue
		}
		require.NotNil(t, a.Prompt, text)
		require.Equal(t, text, a.Prompt.Text)
		s.settle() // it leads by now, and may invite more
	}
	a, err := s.visitor(1).With(near).Visit(s.ctx, looking("/"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt, "of the request")
}

func TestWhatTheHostMayNotSayIsDroppedAndKeepsNobodyOut(t *testing.T) {
	seed := twoTeams()
	seed.Attributes = []settings.Attribute{{ID: "mood", Type: settings.AttributeText, From: settings.AttributeFromVisitor}}
	seed.Rules = settings.Rules(trigger.Rule{ID: "r", When: trigger.Any(
		trigger.Where("mood", trigger.Exists, trigger.Truth(true)), trigger.Where("cart.value", trigger.Ge, trigger.Num(1)),
		trigger.Where("visitor.city", trigger.Exists, trigger.Truth(true)),
	), Do: invites})
	long := make([]byte, trigger.MaxText+1)
	s := newShop(t, seed, func(c *desk.Config) {
		c.Profile = told{"c1": {Attrs: map[string]trigger.Value{
			"mood": trigger.Text("x"), "cart.value": trigger.Num(5), "nothing": trigger.Num(1), "visitor.city": trigger.Text(string(long)),
		}}}
	})
	s.available("ann")
	a, err := s.customer("c1").Visit(s.ctx, looking("/"))
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
}

// hanging is a Profile that answers when it is let go, and then that it cannot.
type hanging struct {
	asked atomic.Int32
	let   chan struct{}
}

func (h *hanging) Visitor(ctx context.Context, _ chat.Principal) (hook.Customer, error) {
	h.asked.Add(1)
	select {
	case <-h.let:
	case <-ctx.Done():
	}
	return hook.Customer{}, errors.New("too slow")
}

func TestAProfileThatHangsIsNotAskedOnceMoreForEachWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &hanging{let: make(chan struct{})}
		s := chattest.Open(t, desk.Config{Profile: p, Seed: withPrompt()})
		vera := s.Visitor("vera").Visitor
		synctest.Wait()
		began, ends := time.Now(), make(chan error)
		for range 20 {
			go func() {
				_, err := vera.Availability(t.Context(), "", "")
				ends <- err
			}()
		}
		for range 20 {
			require.NoError(t, <-ends, "nothing is known of her, and that is all")
		}
		require.EqualValues(t, 1, p.asked.Load())
		require.Equal(t, 2*time.Second, time.Since(began), "one time-out")

		// Who asked goes away: whoever waits must not suffer from it.
		gone, cancel := context.WithCancel(t.Context())
		for _, ctx := range []context.Context{gone, t.Context()} {
			go func() {
				_, err := vera.Availability(ctx, "", "")
				ends <- err
			}()
			synctest.Wait()
		}
		cancel()
		<-ends
		close(p.let)
		require.NoError(t, <-ends)
		require.EqualValues(t, 3, p.asked.Load())
	})
}

func TestTheHostMayGoOnWithWhatItsProfileGave(t *testing.T) {
	its := hook.Customer{
		Attrs: map[string]trigger.Value{"visitor.country": trigger.Text("EE")},
		Card:  []hook.CardRow{{Label: "Orders", Text: "12"}},
	}
	seed := withPrompt()
	seed.Queues[1].For.When = trigger.Where("visitor.country", trigger.Eq, trigger.Text("EE"))
	s := newShop(t, seed, func(c *desk.Config) { c.Profile = told{"vera": its} })
	s.available("ann")
	vera := s.customer("vera")
	_, err := vera.Availability(s.ctx, "", "billing")
	require.NoError(t, err)
	its.Attrs["visitor.country"], its.Card[0].Text = trigger.Text("FR"), "of somebody else"
	_, err = vera.Availability(s.ctx, "", "billing")
	require.NoError(t, err, "what it said counts for a minute")
	v, err := vera.Start(s.ctx, desk.StartRequest{Text: "Hello", Queue: "billing"})
	require.NoError(t, err)
	more, err := s.agent("bob").VisitorCard(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "12", more.Rows[0].Text)
}
