package desk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

var invites = []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Can I help?"}}}

func TestARuleThatADeskCouldNotMeanIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		rule  trigger.Rule
		field string
	}{
		"a coupon": {trigger.Rule{Do: []trigger.Action{{Type: trigger.Host, Name: "x"}}}, "do/0/type"},
		"a tag too long": {trigger.Rule{Do: []trigger.Action{
			{Type: trigger.AddTag, Tag: strings.Repeat("x", 33)},
		}}, "do.tag"},
		"a coupon for some": {trigger.Rule{Do: invites, Variants: []trigger.Variant{
			{ID: "a", Weight: 1, Do: []trigger.Action{{Type: trigger.Host, Name: "x"}}}, {ID: "b", Weight: 1},
		}}, "variants/0/do/0/type"},
	} {
		c.rule.ID = "rule"
		seed := twoTeams()
		seed.Rules = settings.Rules(c.rule)
		_, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: seed})
		require.ErrorIs(t, err, chat.ErrInvalid, name)
		require.ErrorContains(t, err, c.field, name)
		s := newShop(t, twoTeams())
		_, err = s.supervisor("sue").PutRule(s.ctx, settings.Rule{Rule: c.rule})
		require.ErrorIs(t, err, chat.ErrInvalid, name)
		require.ErrorContains(t, err, c.field, name)
	}
}

func TestWhatADeskKnowsReachesARule(t *testing.T) {
	for attr, cond := range map[string]trigger.Cond{
		"cart.products": trigger.Where("cart.products", trigger.AnyOf, trigger.Texts("kettle")),
		"visit.paths":   trigger.Where("visit.paths", trigger.AnyOf, trigger.Texts("/kettles")),
		"queue.waiting": trigger.Where("queue.waiting", trigger.Eq, trigger.Num(1)),
	} {
		seed := twoTeams()
		seed.Rules = settings.Rules(trigger.Rule{ID: "rule", When: cond, Do: invites})
		s := newShop(t, seed)
		s.hire("boss")
		s.available("ann", "cy")
		facts := looking("/")
		see := func(n int) *desk.Prompt {
			a, err := s.visitor(n).Visit(s.ctx, facts)
			require.NoError(t, err)
			return a.Prompt
		}
		require.Nil(t, see(1), attr)
		facts.Cart = &desk.Cart{Currency: "EUR", Items: []desk.CartItem{{Name: "kettle", Quantity: 1}, {Name: "", Quantity: 1}}}
		facts.Pages = []desk.PageView{{URL: "https://shop.example/kettles?x=1", At: s.clock()}}
		s.ask(3, desk.StartRequest{})
		require.NotNil(t, see(2), attr)
	}
}
