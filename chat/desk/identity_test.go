package desk_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func asksWho(w world, a desk.Agent) error { return a.AskIdentity(w.ctx, w.session) }

func refusesWho(w world, v desk.Visitor) error { return v.RefuseIdentity(w.ctx, w.session) }

func endsPeek(w world, v desk.Visitor) error { return v.Peek().Allow(w.ctx, w.session, false) }

func TestAnAgentAsksWhoAVisitorIsAndTheHostsWordAnswers(t *testing.T) {
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Profile = known{} })
	s.available("ann")
	id := s.chatting(1, "ann")
	ann, eve := s.agent("ann"), s.visitor(1)
	asked := func(v desk.Visitor) bool {
		view, err := v.Session(s.ctx, id)
		require.NoError(t, err)
		return view.IdentityAsked
	}
	require.ErrorIs(t, eve.RefuseIdentity(s.ctx, id), chat.ErrState, "nobody has asked")
	require.NoError(t, ann.AskIdentity(s.ctx, id))
	require.NoError(t, ann.AskIdentity(s.ctx, id), "it stands already")
	require.True(t, asked(eve))
	require.NoError(t, eve.Identify(s.ctx, chat.Contact{
		Name: "Vera", SignedIn: true, EmailVerified: true,
	}))
	require.True(t, asked(eve), "what a visitor says of themselves is no answer")
	require.NoError(t, eve.RefuseIdentity(s.ctx, id))
	require.False(t, asked(eve))
	require.NoError(t, ann.AskIdentity(s.ctx, id))
	require.True(t, asked(eve), "an agent may ask again after a no")

	require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(1)))
	require.False(t, asked(s.customer("u1")))
	require.ErrorIs(t, ann.AskIdentity(s.ctx, id), chat.ErrState, "she is signed in")
	card, err := ann.Session(s.ctx, id)
	require.NoError(t, err)
	require.Zero(t, card.Session.Contact.Identity)
	require.True(t, card.Session.Contact.SignedIn)
	es, _, err := s.customer("u1").Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	var kinds []chat.Kind
	for _, e := range es {
		if slices.Contains([]chat.Kind{
			chat.KindIdentityAsked, chat.KindIdentityRefused, chat.KindIdentityConfirmed,
		}, e.Kind) {
			kinds = append(kinds, e.Kind)
		}
	}
	require.Equal(t, []chat.Kind{
		chat.KindIdentityAsked, chat.KindIdentityRefused, chat.KindIdentityAsked,
		chat.KindIdentityConfirmed,
	}, kinds)
	require.Equal(t, chat.SignedIn, es[len(es)-1].Reason, "the level")
	s.clean()
}
