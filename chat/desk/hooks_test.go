package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/trigger"
)

// crm knows one customer, and fails, hangs or panics when told to.
type crm struct{ mood string }

func (c *crm) Visitor(ctx context.Context, p chat.Principal) (hook.Customer, error) {
	switch c.mood {
	case "fails":
		return hook.Customer{}, errors.New("no connection")
	case "hangs":
		<-ctx.Done()
		return hook.Customer{}, ctx.Err()
	case "panics":
		panic("nil map")
	}
	if !p.Verified || p.ID != "customer-7" {
		return hook.Customer{}, nil
	}
	return hook.Customer{Name: "Vera Vip", Tier: "vip", Priority: 100, Card: []hook.CardRow{{Label: "Orders", Text: "12"}}}, nil
}

// strict refuses a word, and waits for whoever asks.
type strict struct{ waiting chan string }

func (strict) Screen(_ context.Context, d hook.Draft) (v hook.Verdict, err error) {
	switch {
	case strings.Contains(d.Text, "damn"):
		err = fmt.Errorf("%w: text: mind your words", chat.ErrInvalid)
	case strings.Contains(d.Text, "confusing"):
		err = errors.New("the screen is down")
	}
	return v, err
}

func (s strict) Notify(_ context.Context, n hook.Notice) error {
	if n.Occasion == hook.OccasionWaiting {
		s.waiting <- fmt.Sprint(n.Queue, " ", n.Sessions)
	}
	return nil
}

func TestTierAndNameComeFromTheHost(t *testing.T) {
	seed := withPrompt()
	seed.Rules[0].Rule.When = trigger.Where("visitor.tier", trigger.Eq, trigger.Text("vip"))
	c := &crm{}
	s := newShop(t, seed, func(cfg *desk.Config) { cfg.Profile, cfg.HookTimeout = c, 20*time.Millisecond })
	s.available("ann")
	vip := s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer-7", Verified: true})
	a, err := s.visitor(1).Visit(s.ctx, looking("/"))
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
	a, err = vip.Visit(s.ctx, looking("/"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
	v, err := vip.Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	card, err := s.agent("ann").Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "vip", card.Session.Contact.Tier)
	require.Equal(t, 100, card.Session.Priority)
	require.True(t, card.Session.Contact.Verified)
	more, err := s.agent("ann").VisitorCard(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "12", more.Rows[0].Text)
	require.NoError(t, vip.Identify(s.ctx, chat.Contact{Name: "Somebody Else", Phone: "123"}))
	card, err = s.agent("ann").Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "Vera Vip", card.Session.Contact.Name, "whom the host vouches for does not rename herself")
	require.Equal(t, "123", card.Session.Contact.Phone)
}

func TestAHookThatFailsHangsOrPanicsBlocksNobody(t *testing.T) {
	for n, mood := range []string{"fails", "hangs", "panics"} {
		c := &crm{mood: mood}
		s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Profile, cfg.HookTimeout = c, 20*time.Millisecond })
		_, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err, mood)
	}
}

func TestTheScreenRefusesAndWhenItIsDownLetsPass(t *testing.T) {
	s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Screen = strict{} })
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "this is confusing"})
	require.NoError(t, err)
	_, err = s.visitor(1).Send(s.ctx, v.ID, desk.MessageRequest{Text: "damn"})
	require.ErrorIs(t, err, chat.ErrInvalid)
}

func TestSomebodyIsToldOfALineNobodySees(t *testing.T) {
	n := strict{waiting: make(chan string, 8)}
	s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Notifier = n })
	for i := range 3 {
		_, err := s.visitor(i).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
	}
	require.Equal(t, "support 1", <-n.waiting)
	s.settle()
	s.pass(2 * time.Minute)
	_, err := s.visitor(4).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Equal(t, "support 3", <-n.waiting, "as this node knows the line")
	require.Empty(t, n.waiting)
}

func TestATranscriptGoesToTheVisitorsOwnAddressOnceADay(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Email: "vera@example.org", Text: "hello"})
	require.NoError(t, err)
	require.ErrorIs(t, s.visitor(1).Transcript(s.ctx, v.ID, "mallory@example.org"), chat.ErrForbidden)
	for range 10 {
		require.NoError(t, s.visitor(1).Transcript(s.ctx, v.ID, "Vera@example.org"))
	}
	es, err := s.Host().Outbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, es, 1)
	s.pass(24 * time.Hour)
	require.NoError(t, s.visitor(1).Transcript(s.ctx, v.ID, ""))
	es, err = s.Host().Outbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, es, 2)
}

func TestAnEscalationIsInTheOutboxUntilItIsAcknowledged(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	r := desk.EscalateRequest{Command: "e1", To: "phone", Address: "+372 5555", Text: "call about the invoice"}
	require.NoError(t, s.agent("ann").Escalate(s.ctx, id, r))
	require.NoError(t, s.agent("ann").Escalate(s.ctx, id, r), "said again")
	es, err := s.Host().Outbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, es, 1)
	require.Equal(t, "+372 5555", es[0].Address)
	require.NoError(t, s.Host().Acknowledge(s.ctx, es[0], "called"))
	es, err = s.Host().Outbox(s.ctx)
	require.NoError(t, err)
	require.Empty(t, es)
	view, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Closed, view.State)
	require.Equal(t, chat.Escalated, view.Reason)
}
