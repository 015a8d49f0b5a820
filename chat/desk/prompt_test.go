package desk_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// withPrompt is two teams and a rule that asks whoever looks at shoes for ten seconds.
func withPrompt() settings.Team {
	seed := twoTeams()
	seed.Rules = settings.Rules(trigger.Rule{
		ID: "shoes", When: trigger.Where("page.dwell", trigger.Ge, trigger.For(10*time.Second)),
		Limits: []trigger.Limit{{Max: 1}},
		Do:     []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Need help with {page.title}?"}}},
	})
	seed.Sites[0].Help = oneQuestion()
	return seed
}

func looking(path string) desk.VisitFacts {
	return desk.VisitFacts{URL: "https://shop.example" + path, Title: "Boots", Locale: "en", OnSite: time.Minute, OnPage: 12 * time.Second}
}

func TestAPromptIsShownOnceAndStaysDismissed(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	early := looking("/shoes")
	early.OnPage = 4 * time.Second
	a, err := s.visitor(1).Visit(s.ctx, early)
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
	require.Equal(t, 6*time.Second, a.Next, "look again when it is due")

	a, err = s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
	require.Equal(t, "Need help with Boots?", a.Prompt.Text)
	require.Equal(t, desk.StatusInvited, a.Status)
	require.Equal(t, []string{a.Prompt.UID}, a.Open)

	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed))
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed), "said again")
	require.ErrorIs(t, s.visitor(2).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed), chat.ErrNotFound)
	b, err := s.visitor(1).Visit(s.ctx, looking("/boots"))
	require.NoError(t, err)
	require.Nil(t, b.Prompt)
	require.Empty(t, b.Open)
}

func TestTwoTabsNeverBothShowAPrompt(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	var shown atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
			require.NoError(t, err)
			if a.Prompt != nil {
				shown.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, shown.Load())
}

func TestNoPromptAtTheCheckoutNorWhenNobodyCouldAnswer(t *testing.T) {
	seed := withPrompt()
	seed.Schedules = withHours(t).Schedules
	seed.Sites[0].Schedule = "office"
	s := newShop(t, seed)
	prompted := func(n int, path string) bool {
		a, err := s.visitor(n).Visit(s.ctx, looking(path))
		require.NoError(t, err)
		return a.Prompt != nil
	}
	require.False(t, prompted(1, "/shoes"), "nobody has signed in")
	s.available("bob")
	require.False(t, prompted(1, "/shoes"), "nobody of the queue it would lead to")
	s.available("ann")
	require.False(t, prompted(1, "/checkout"))
	require.False(t, prompted(1, "/checkout/payment"))
	require.True(t, prompted(1, "/shoes"), "its turn was not lost")
	s.setClock(time.Date(2026, 11, 7, 10, 0, 0, 0, time.UTC))
	require.False(t, prompted(3, "/shoes"), "closed on Saturday")
}

func TestABeaconOfSomebodyWhoBrowsesWritesNothing(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	early := looking("/shoes")
	early.OnPage = time.Second
	early.Pages = []desk.PageView{{URL: "/shoes", At: s.clock()}}
	_, err := s.visitor(1).Visit(s.ctx, early)
	require.NoError(t, err)
	before := s.head()
	for range 10 {
		_, err := s.visitor(1).Visit(s.ctx, early)
		require.NoError(t, err)
	}
	require.Equal(t, before, s.head())
}

func TestASessionFromAPromptSaysSo(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "yes please", Prompt: a.Prompt.UID,
		Pages: []desk.PageView{{URL: "/", At: s.clock()}, {URL: "/shoes", Title: "Boots", At: s.clock()}},
		Cart:  &desk.Cart{Value: 4990, Currency: "EUR", Items: []desk.CartItem{{Name: "Boots", Quantity: 1, Value: 4990}}},
	})
	require.NoError(t, err)
	es, _, err := s.visitor(1).Timeline(s.ctx, v.ID, 0, 0)
	require.NoError(t, err)
	require.Equal(t, chat.KindPrompt, es[1].Kind)
	require.Equal(t, "Need help with Boots?", es[1].Text)

	card, err := s.agent("ann").VisitorCard(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "/shoes", card.Pages[0].URL)
	require.EqualValues(t, 4990, card.Cart.Value)
	require.Equal(t, "Need help with Boots?", card.Prompt)

	in := looking("/returns")
	in.Pages = []desk.PageView{{URL: "/returns", At: s.clock()}}
	b, err := s.visitor(1).Visit(s.ctx, in)
	require.NoError(t, err)
	require.Nil(t, b.Prompt)
	require.Equal(t, desk.StatusQueued, b.Status)
	card, err = s.agent("ann").VisitorCard(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "/returns", card.Pages[0].URL, "the agent sees where the visitor goes")
	row, err := s.agent("ann").Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, desk.VisitorWhere{Page: card.Pages[0]}, row.Where, "and so says every card")

	out, err := s.visitor(1).Export(s.ctx)
	require.NoError(t, err)
	require.Equal(t, trigger.Accepted, out.Prompts[0].Fate)
}

func TestTheHostRaisesAnEvent(t *testing.T) {
	seed := twoTeams()
	seed.Rules = settings.Rules(trigger.Rule{ID: "payment", On: []trigger.Moment{"event:payment-failed"}, Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Trouble paying?"}}}})
	s := newShop(t, seed)
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/cart"))
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
	id, err := s.Host().VisitorID(s.ctx, chat.Principal{ID: "vis_00000000000000000000000001"})
	require.NoError(t, err)
	require.NoError(t, s.Host().Raise(s.ctx, id, "payment-failed"))
	a, err = s.visitor(1).Visit(s.ctx, looking("/cart"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
	require.Equal(t, "Trouble paying?", a.Prompt.Text)
}

func TestAnEventThatIsToldAgainUnderItsIDIsTheSameOne(t *testing.T) {
	seed := twoTeams()
	seed.Rules = rules(t, `[{"id":"paid","on":["event:paid"],"uncapped":true,
		"do":[{"type":"link","url":"/thanks"}]}]`)
	s := newShop(t, seed)
	id, err := s.Host().VisitorID(s.ctx, chat.Principal{ID: "vis_00000000000000000000000001"})
	require.NoError(t, err)
	told := func(once ...chat.CommandID) int {
		require.NoError(t, s.Host().Raise(s.ctx, id, "paid", once...))
		s.pass(time.Minute)
		a, err := s.visitor(1).Visit(s.ctx, looking("/cart"))
		require.NoError(t, err)
		return len(a.Do)
	}
	require.Equal(t, []int{1, 1}, []int{told(), told()}, "without an id each is another one")
	require.Equal(t, []int{1, 0, 1}, []int{told("order-7"), told("order-7"), told("order-8")})
	require.ErrorContains(t, s.Host().Raise(s.ctx, id, "paid", "a b"), "once")
}
