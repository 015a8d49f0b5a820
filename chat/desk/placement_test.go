package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// checkouts are sixty addresses that open the checkout, to a browser, a server or the shop's
// script.
var checkouts = strings.Fields(`
/checkout /checkout/ /checkout/pay /checkout/pay/card?x=1 /checkout?step=2 /checkout#pay
/checkout%2Fpay /checkout%2fpay/ https://shop.example/checkout HTTPS://SHOP.EXAMPLE/checkout
https://shop.example:8443/checkout https://u:p@shop.example/checkout
http://shop.example/Checkout/ /Checkout /CHECKOUT/pay /checKout /ｃｈｅｃｋｏｕｔ /%EF%BD%83heckout
//checkout ///checkout https://shop.example//checkout https://shop.example/./checkout
/./checkout /.//checkout /a/../checkout /a/b/../../checkout/ /../checkout /%2e/checkout
/a/%2e%2E/checkout /a/%252e%252e/checkout /a/..;/checkout /a%2F..%2Fcheckout /%63heckout
/%2563heckout /%252563heckout /%63%68%65%63%6b%6f%75%74 /checkout;jsessionid=1
/checkout;a=b/pay /checkout%3Ba /checkout%20 /checkout%20/pay /checkout%00 /checkout.
\checkout /a\..\checkout /%5Ccheckout /#/checkout /#!/checkout /#!checkout /#%2Fcheckout
/app/#/checkout https://shop.example#/checkout /index.php/checkout /checkout.html
/checkout/index.html /index.php?route=checkout/cart /?page=checkout /?/checkout
/?_escaped_fragment_=/checkout //shop.example/checkout`)

// elsewhere are addresses of other pages, below /shop.
var elsewhere = strings.Fields(`
/shop /shop/ /Shop/checkouts /shop/blog?next=/checkout /shop#checkout /index.php/shop
/a/../shop/boots`)

func TestNoSessionBeginsWhereNoChatIsOfferedHoweverItsAddressIsWritten(t *testing.T) {
	require.Len(t, checkouts, 60)
	for name, site := range map[string]settings.Site{
		"no chat": {NoChat: []string{"/checkout"}},
		"only":    {Only: []string{"/shop"}},
		"both":    {Only: []string{"/shop", "/checkout"}, NoChat: []string{"/checkout/**"}},
	} {
		seed := withPrompt()
		seed.Sites[0].Never, seed.Sites[0].NoChat, seed.Sites[0].Only = nil, site.NoChat, site.Only
		s := newShop(t, seed)
		s.available("ann")
		s.invites()
		before := s.head()
		for _, at := range checkouts {
			trail := []desk.PageView{{URL: "/shop"}, {URL: at}}
			for _, r := range []desk.StartRequest{{Page: at}, {Page: at, Leave: true}, {Pages: trail}} {
				r.Text = "Hello"
				_, err := s.visitor(1).Start(s.ctx, r)
				require.ErrorIs(t, err, chat.ErrNotOffered, "%s: %q", name, at)
			}
			a, err := s.visitor(1).Visit(s.ctx, desk.VisitFacts{URL: at, OnPage: time.Minute})
			require.NoError(t, err)
			require.False(t, a.Offered, "%s: %q", name, at)
			require.Nil(t, a.Prompt, "%s: %q", name, at)
		}
		require.Equal(t, before, s.head(), "%s: nothing was written", name)
		for i, at := range elsewhere {
			a, err := s.visitor(100+i).Visit(s.ctx, desk.VisitFacts{URL: at, OnPage: time.Minute})
			require.NoError(t, err)
			require.True(t, a.Offered, "%s: %q", name, at)
			require.NotNil(t, a.Prompt, "%s: %q", name, at)
		}
		trail := []desk.PageView{{URL: "/checkout"}}
		_, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Text: "Hello", Page: "/shop", Pages: trail})
		require.NoError(t, err, "%s: what it begins on counts, not where the visitor was", name)
		_, err = s.visitor(3).Start(s.ctx, desk.StartRequest{Text: "Hello"})
		require.NoError(t, err, "%s: an app has no page", name)
	}
}

func TestAnOpenConversationGoesOnWhereNoChatIsOffered(t *testing.T) {
	seed := withPrompt()
	seed.Sites[0].Only = []string{"/shop"}
	s := newShop(t, seed)
	s.available("ann")
	first, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello", Page: "/shop"})
	require.NoError(t, err)
	again, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Are you there?", Page: "/checkout"})
	require.NoError(t, err)
	require.Equal(t, first.ID, again.ID)
	_, err = s.visitor(1).Send(s.ctx, first.ID, desk.MessageRequest{Text: "Still here"})
	require.NoError(t, err)
	a, err := s.visitor(1).Visit(s.ctx, desk.VisitFacts{URL: "/checkout"})
	require.NoError(t, err)
	require.Equal(t, desk.StatusQueued, a.Status)
	require.NoError(t, s.visitor(1).End(s.ctx, first.ID))
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "And now?", Page: "/checkout"})
	require.ErrorIs(t, err, chat.ErrNotOffered)
}

func TestARepeatedStartIsAnsweredThoughThePageOffersNoChatAnyMore(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	r := desk.StartRequest{Command: "cmd-1", Text: "Hello", Page: "/shoes"}
	first, err := s.visitor(1).Start(s.ctx, r)
	require.NoError(t, err)
	require.NoError(t, s.visitor(1).End(s.ctx, first.ID))
	site := withPrompt().Sites[0]
	site.NoChat = []string{"/shoes"}
	_, err = s.Host().PutSite(s.ctx, site)
	require.NoError(t, err)
	s.settle()
	again, err := s.visitor(1).Start(s.ctx, r)
	require.NoError(t, err)
	require.Equal(t, first.ID, again.ID)
	require.True(t, again.Replayed)
}

// A node whose clock was a month ahead dated the prompt and its end. It holds no longer than one of
// the right date: nobody knows when it was shown.
func TestAPromptThatAClockFarAheadDatedAdmitsNobody(t *testing.T) {
	seed := withPrompt()
	seed.Rules[0].Rule.Do[0].Expire = 12 * time.Hour
	s := newShop(t, seed)
	s.available("ann")
	s.node.Skew(30 * 24 * time.Hour)
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
	s.node.Skew(0)
	site := withPrompt().Sites[0]
	site.Only = []string{"/help"}
	_, err = s.Host().PutSite(s.ctx, site)
	require.NoError(t, err)
	s.settle()
	r := desk.StartRequest{Text: "Hello", Page: "/shoes", Prompt: a.Prompt.UID}
	_, err = s.visitor(1).Start(s.ctx, r)
	require.ErrorIs(t, err, chat.ErrNotOffered)
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptAccepted))
	_, err = s.visitor(1).Start(s.ctx, r)
	require.ErrorIs(t, err, chat.ErrNotOffered, "accepted after its time")
}

func TestAPromptAdmitsWhereItWasShownWhileItIsValid(t *testing.T) {
	answered := func(o desk.PromptOutcome) func(*shop, string) {
		return func(s *shop, uid string) { require.NoError(s.t, s.visitor(1).Prompt(s.ctx, uid, o)) }
	}
	for name, c := range map[string]struct {
		page    string
		then    func(s *shop, uid string)
		refused bool
	}{
		"while it stands": {page: "/shoes?size=42"},
		"accepted":        {page: "/Shoes/", then: answered(desk.PromptAccepted)},
		"accepted long ago": {page: "/shoes", then: func(s *shop, uid string) {
			answered(desk.PromptAccepted)(s, uid)
			s.pass(time.Hour)
		}, refused: true},
		"dismissed":               {page: "/shoes", then: answered(desk.PromptDismissed), refused: true},
		"on another page":         {page: "/checkout", refused: true},
		"on one that is not told": {page: "shoes", refused: true},
		"withdrawn on the way": {page: "/shoes", then: func(s *shop, _ string) {
			_, err := s.visitor(1).Visit(s.ctx, looking("/checkout"))
			require.NoError(s.t, err)
		}, refused: true},
		"expired": {page: "/shoes", then: func(s *shop, _ string) { s.pass(24 * time.Hour) }, refused: true},
	} {
		seed := withPrompt()
		seed.Rules[0].Rule.Do[0].Expire = 12 * time.Hour
		s := newShop(t, seed)
		s.available("ann")
		a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		require.NotNil(t, a.Prompt, name)
		site := withPrompt().Sites[0]
		site.Only = []string{"/help"}
		_, err = s.Host().PutSite(s.ctx, site)
		require.NoError(t, err)
		s.settle()
		if c.then != nil {
			c.then(s, a.Prompt.UID)
		}
		r := desk.StartRequest{Text: "Hello", Page: c.page, Prompt: a.Prompt.UID}
		_, err = s.visitor(1).Start(s.ctx, r)
		if c.refused {
			assert.ErrorIs(t, err, chat.ErrNotOffered, name)
		} else {
			assert.NoError(t, err, name)
		}
		_, err = s.visitor(2).Start(s.ctx, r)
		assert.ErrorIs(t, err, chat.ErrNotOffered, "%s: it is somebody else's", name)
	}
}

func TestAnExplanationSaysThatAPageIsNoneOfThoseWithChat(t *testing.T) {
	seed := withPrompt()
	seed.Sites[0].Only = []string{"/help"}
	s := newShop(t, seed)
	s.available("ann")
	explain := func(at string) trigger.Explanation {
		q := desk.RuleQuestion{Rule: "shoes", Facts: looking(at)}
		x, err := s.supervisor("sue").ExplainRule(s.ctx, q)
		require.NoError(t, err)
		return x
	}
	x := explain("/shoes")
	require.False(t, x.Fires)
	require.Contains(t, x.Verdict, "none of the pages on which something is shown")
	x = explain("/help/boots")
	require.True(t, x.Fires, x.Verdict)
}

// always is a Prompter of the host's own that knows nothing of a site's pages.
type always struct{ *trigger.Set }

func TestAHostsOwnPrompterIsKeptFromThePagesToo(t *testing.T) {
	rule := trigger.Rule{ID: "r", Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Hi"}}}}
	set, err := trigger.Compile([]trigger.Rule{rule}, trigger.Config{})
	require.NoError(t, err)
	seed := twoTeams()
	seed.Sites[0].NoChat, seed.Sites[0].Only = []string{"/help"}, []string{"/shoes", "/help", "/checkout"}
	s := newShop(t, seed, func(c *desk.Config) { c.Prompter = always{set} })
	s.available("ann")
	for _, url := range append([]string{"/Help/", "/boots", ""}, checkouts...) {
		a, err := s.visitor(1).Visit(s.ctx, desk.VisitFacts{URL: url})
		require.NoError(t, err)
		require.Nil(t, a.Prompt, "%q", url)
	}
	a, err := s.visitor(1).Visit(s.ctx, desk.VisitFacts{URL: "/Shoes"})
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
}
