package desk_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestTheHostSpeaksInASession(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	e, err := s.Host().Say(s.ctx, v.ID, desk.MessageRequest{Command: "h1", Text: "Your order has shipped."})
	require.NoError(t, err)
	again, err := s.Host().Say(s.ctx, v.ID, desk.MessageRequest{Command: "h1", Text: "Your order has shipped."})
	require.NoError(t, err)
	require.Equal(t, e, again)
	es, _, err := s.visitor(1).Timeline(s.ctx, v.ID, 0, 0)
	require.NoError(t, err)
	require.Equal(t, []string{"hello", "Your order has shipped."}, texts(es))
	_, err = s.Host().Say(s.ctx, "ses_zzzzzzzzzzzzzzzzzzzzzzzzzz", desk.MessageRequest{Text: "x"})
	require.ErrorIs(t, err, chat.ErrNotFound)
}

func TestTheHostErasesACustomerByItsOwnID(t *testing.T) {
	s := newShop(t, twoTeams())
	p := chat.Principal{Kind: chat.RoleVisitor, ID: "customer-7", Verified: true}
	_, err := s.Host().VisitorID(s.ctx, p)
	require.ErrorIs(t, err, chat.ErrNotFound)
	_, err = s.Visitor(p).Start(s.ctx, desk.StartRequest{Command: "c", Text: marker})
	require.NoError(t, err)
	require.NotEmpty(t, s.holding(marker))
	id, err := s.Host().VisitorID(s.ctx, p)
	require.NoError(t, err)
	_, err = s.Host().ReportOrder(s.ctx, p, desk.Order{ID: marker, Value: 4990, Currency: "EUR"})
	require.NoError(t, err)
	require.NoError(t, s.Host().ErasePrincipal(s.ctx, "customer-7"))
	require.Empty(t, s.holding(marker))
	_, err = s.Host().VisitorID(s.ctx, p)
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.ErrorIs(t, s.Host().Raise(s.ctx, id, "order"), chat.ErrNotFound)
}

func TestOneSessionPerVisitorOnManyNodes(t *testing.T) {
	shared := memstore.New(memstore.Config{})
	var desks []*shop
	for range 3 {
		desks = append(desks, newShop(t, twoTeams(), func(c *desk.Config) { c.Store, c.IDs = shared, nil }))
	}
	for visitor := range 20 {
		var wg sync.WaitGroup
		ids := make([]chat.SessionID, 30)
		for i := range ids {
			wg.Go(func() {
				s := desks[i%3]
				v, err := s.visitor(visitor).Start(s.ctx, desk.StartRequest{Command: "same", Text: "hello"})
				require.NoError(t, err)
				ids[i] = v.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			require.Equal(t, ids[0], id)
		}
		es, _, err := desks[0].visitor(visitor).Timeline(t.Context(), ids[0], 0, 0)
		require.NoError(t, err)
		require.Equal(t, []string{"hello"}, texts(es), "the same command on three nodes is one")
	}
}

func TestNobodyIsToldToTransferToAnAgentWhoWasRemoved(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann", "bob", "cy")
	targets := func() (names []string) {
		all, err := s.agent("ann").TransferTargets(s.ctx)
		require.NoError(t, err)
		for _, x := range all {
			if x.Agent != "" {
				names = append(names, x.Name)
			}
		}
		return names
	}
	require.Contains(t, targets(), "Cy")
	team, err := s.supervisor("sue").Agents(s.ctx)
	require.NoError(t, err)
	for _, a := range team {
		if a.Name == "Cy" {
			require.NoError(t, s.Host().RemoveAgent(s.ctx, a.ID))
		}
	}
	s.settle()
	require.NotContains(t, targets(), "Cy")
}
