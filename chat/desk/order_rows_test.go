package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// sold are the orders that reports see of the last hour, and of the next.
func (s *shop) sold(by string) (all []desk.CreditedOrder, err error) {
	from, to := s.now.Add(-time.Hour), s.now.Add(time.Hour)
	for o, err := range desk.OrdersBetween(s.ctx, s.supervisor(by), from, to) {
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// orderRows is what the store has of orders, apart from visitors' records.
func (s *shop) orderRows() []store.Record {
	rs, err := records.List(s.ctx, s.store, records.Prefix(records.FamilyOrder))
	require.NoError(s.t, err)
	return rs
}

func TestReportsKnowWhatLedToAnOrderAndNotWhoPlacedIt(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: a.Prompt.UID})
	require.NoError(t, err)
	_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)
	boots := desk.Order{
		ID: "4711", Value: 8900, Currency: "EUR",
		Items: []desk.CartItem{{Name: "Boots", Quantity: 1, Value: 8900, URL: "/boots"}},
	}
	for range 2 {
		_, err = s.order(1, boots)
		require.NoError(t, err)
	}
	_, err = s.order(2, desk.Order{ID: "old", Value: 1, At: s.now.Add(-2 * time.Hour)})
	require.NoError(t, err)
	got, err := s.sold("sue")
	require.NoError(t, err)
	require.Equal(t, []desk.CreditedOrder{{
		At: s.now, Value: 8900, Currency: "EUR",
		Rule: "shoes", Accepted: true, Chat: true, Agent: s.id("ann"),
	}}, got, "once, and of the time that was asked for")

	out, err := s.visitor(1).Export(s.ctx)
	require.NoError(t, err)
	require.Equal(t, boots.Items, out.Orders[0].Items)
	rs := s.orderRows()
	require.Len(t, rs, 2)
	for _, r := range rs {
		require.NotContains(t, string(r.Value)+r.Key, "vis_")
		require.NotContains(t, string(r.Value), "4711")
	}
	require.NoError(t, s.visitor(1).Erase(s.ctx))
	require.Len(t, s.orderRows(), 1, "it goes with who placed it")

	_, err = s.sold("sam")
	require.ErrorIs(t, err, chat.ErrForbidden, "a supervisor of some queues")
	_, err = s.sold("ann")
	require.ErrorIs(t, err, chat.ErrForbidden, "an agent")
	for _, err := range desk.OrdersBetween(s.ctx, s.supervisor("sue"), s.now, s.now) {
		require.ErrorIs(t, err, chat.ErrInvalid)
	}
}

func TestWhatWasBoughtIsBounded(t *testing.T) {
	s := newShop(t, twoTeams())
	before := s.head()
	for field, items := range map[string][]desk.CartItem{
		"items:":             make([]desk.CartItem, 51),
		"items[0].name:":     {{Name: strings.Repeat("x", 201)}},
		"items[1].url:":      {{}, {URL: "javascript:alert(1)"}},
		"items[0].quantity:": {{Quantity: -1}},
	} {
		_, err := s.order(1, desk.Order{ID: "1", Items: items})
		require.ErrorIs(t, err, chat.ErrInvalid, field)
		require.ErrorContains(t, err, field)
	}
	require.Equal(t, before, s.head())
}

func TestTheRowsOfManyOrdersStayAndGoWithTheirVisitor(t *testing.T) {
	s := newShop(t, twoTeams())
	vera := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
	item := []desk.CartItem{{Name: "Boots"}}
	for i := range 60 {
		_, err := s.order(1, desk.Order{ID: fmt.Sprint("a", i), Items: item})
		require.NoError(t, err)
		_, err = s.Host().ReportOrder(s.ctx, vera, desk.Order{ID: fmt.Sprint("b", i), Items: item})
		require.NoError(t, err)
	}
	_, err := s.order(1, desk.Order{ID: "b7"})
	require.NoError(t, err)
	require.NoError(t, s.Visitor(vera).Claim(s.ctx, anonymous(1)))
	require.Len(t, s.orderRows(), 120, "one was reported of both")
	for i := range 5 {
		_, err = s.Host().ReportOrder(s.ctx, vera, desk.Order{ID: fmt.Sprint("c", i), Items: item})
		require.NoError(t, err)
	}
	out, err := s.Visitor(vera).Export(s.ctx)
	require.NoError(t, err)
	require.Len(t, out.Orders, 100)
	named := func() int {
		return len(slices.DeleteFunc(s.orderRows(), func(r store.Record) bool {
			return !strings.Contains(string(r.Value), "Boots")
		}))
	}
	require.Equal(t, 100, named(), "what was bought is kept of the last")
	require.Len(t, s.orderRows(), 125)
	require.NoError(t, s.Visitor(vera).Erase(s.ctx))
	require.Zero(t, named())
	require.Len(t, s.orderRows(), 25, "they name nobody")
}
