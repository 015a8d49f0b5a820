package desk_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/store"
)

// sold are the orders that reports see of the last hour, and of the next.
func (s *shop) sold(by string) (all []desk.CreditedOrder, err error) {
	from, to := s.clock().Add(-time.Hour), s.clock().Add(time.Hour)
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
	_, err = s.order(2, desk.Order{ID: "old", Value: 1, At: s.clock().Add(-2 * time.Hour)})
	require.NoError(t, err)
	got, err := s.sold("sue")
	require.NoError(t, err)
	require.Equal(t, []desk.CreditedOrder{{
		At: s.clock(), Value: 8900, Currency: "EUR",
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
	for _, err := range desk.OrdersBetween(s.ctx, s.supervisor("sue"), s.clock(), s.clock()) {
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

func TestTheRowsOfOrdersStayNoLongerThanTheirVisitorLeadsToThem(t *testing.T) {
	s := newShop(t, twoTeams())
	for i := range 60 {
		s.ordersOf(1, i, i+1)
		s.ordersOfCustomer("vera", 100+i, 101+i)
	}
	s.ordersOf(1, 107, 108)
	vera := s.customer("vera")
	require.NoError(t, vera.Claim(s.ctx, anonymous(1)))
	require.Len(brief.T(t), s.orderRows(), 120, "one was reported of both")
	s.ordersOfCustomer("vera", 200, 205)
	out, err := vera.Export(s.ctx)
	require.NoError(t, err)
	require.Len(brief.T(t), out.Orders, 100)
	for _, o := range out.Orders {
		require.Equal(t, "Boots", o.Items[0].Name)
	}
	require.Len(brief.T(t), s.orderRows(), 100)
	require.NoError(t, vera.Erase(s.ctx))
	require.Empty(t, s.orderRows(), "erased is erased")
}

func TestAClaimTakesAnyNumberOfOrdersOfBoth(t *testing.T) {
	s := newShop(t, twoTeams())
	s.ordersOf(1, 0, 90)
	s.ordersOfCustomer("vera", 0, 90)
	require.NoError(t, s.customer("vera").Claim(s.ctx, anonymous(1)))
	require.Len(brief.T(t), s.orderRows(), 90)
	out, err := s.customer("vera").Export(s.ctx)
	require.NoError(t, err)
	require.Len(brief.T(t), out.Orders, 90)
}

func TestClaimsDoNotPileUpOrders(t *testing.T) {
	s := newShop(t, twoTeams())
	for n := range 4 {
		s.ordersOf(n+1, 100*n, 100*n+90)
		require.NoError(t, s.customer("vera").Claim(s.ctx, anonymous(n+1)))
		require.LessOrEqual(t, len(s.orderRows()), 200, n)
	}
	require.NoError(t, s.customer("vera").Erase(s.ctx))
	require.Empty(t, s.orderRows())
}

func TestAnOrderOfWhoWasClaimedMakesNoRecord(t *testing.T) {
	s := newShop(t, twoTeams())
	s.ordersOf(1, 0, 2)
	require.NoError(t, s.customer("vera").Claim(s.ctx, anonymous(1)))
	before := s.head()
	_, err := s.order(1, desk.Order{ID: "0"})
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.Equal(t, before, s.head())
	require.Len(t, s.orderRows(), 2)
}

func TestAnOrderBeforeAllThatAreKeptIsNotCountedAgain(t *testing.T) {
	s := newShop(t, twoTeams())
	first := s.clock()
	for i := range 101 {
		s.setClock(first.Add(time.Duration(i) * time.Second))
		s.ordersOf(1, i, i+1)
	}
	before := s.head()
	_, err := s.order(1, desk.Order{ID: "0", At: first})
	require.NoError(t, err)
	require.Equal(t, before, s.head())
	require.Len(brief.T(t), s.orderRows(), 100)
}

// ordersOf reports orders of an anonymous visitor, of one pair of boots each.
func (s *shop) ordersOf(n, from, to int) { s.ordersBy(anonymous(n), from, to) }

// ordersOfCustomer is ordersOf for who has signed in.
func (s *shop) ordersOfCustomer(id string, from, to int) {
	s.ordersBy(chat.Principal{Kind: chat.RoleVisitor, ID: id, Verified: true}, from, to)
}

func (s *shop) ordersBy(p chat.Principal, from, to int) {
	s.t.Helper()
	for i := from; i < to; i++ {
		o := desk.Order{ID: fmt.Sprint(i), Items: []desk.CartItem{{Name: "Boots"}}}
		_, err := s.Host().ReportOrder(s.ctx, p, o)
		require.NoError(s.t, err)
	}
}

func TestAnOrderThatWasLetGoIsNotCountedAgainWhateverItsTime(t *testing.T) {
	for name, at := range map[string]func(*shop) time.Time{
		"without a time":        func(*shop) time.Time { return time.Time{} },
		"all of one day":        func(s *shop) time.Time { return s.clock().Truncate(24 * time.Hour) },
		"told later than it is": func(s *shop) time.Time { return s.clock() },
	} {
		s := newShop(t, twoTeams())
		tell := func(id string) desk.Credit {
			c, err := s.order(1, desk.Order{ID: id, Value: 100, Currency: "EUR", At: at(s)})
			require.NoError(t, err)
			return c
		}
		for i := range 110 {
			tell(strconv.Itoa(i))
		}
		for range 2 {
			before := s.head()
			for i := range 110 {
				tell(strconv.Itoa(i))
			}
			require.Equal(t, before, s.head(), name)
		}
		tell("new")
		require.Len(brief.T(t), s.orderRows(), 100, name)
		require.Equal(t, 111, s.ordersCounted(anonymous(1)), name)

		require.NoError(t, s.customer("vera").Claim(s.ctx, anonymous(1)))
		vera := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
		again := desk.Order{ID: "0", Value: 100, Currency: "EUR"}
		_, err := s.Host().ReportOrder(s.ctx, vera, again)
		require.NoError(t, err)
		require.Equal(t, 111, s.ordersCounted(vera), name)
		require.Len(brief.T(t), s.orderRows(), 100, name)
	}
}

func TestOrdersOfBothThatWereLetGoAreCountedOnce(t *testing.T) {
	s := newShop(t, twoTeams())
	s.ordersOf(1, 0, 160)
	s.ordersOfCustomer("vera", 40, 240)
	require.NoError(t, s.customer("vera").Claim(s.ctx, anonymous(1)))
	vera := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
	require.Equal(t, 240, s.ordersCounted(vera))
}

func TestALateOrderOfACustomerWithManyIsCounted(t *testing.T) {
	s := newShop(t, twoTeams())
	s.ordersOf(1, 0, 120)
	_, err := s.order(1, desk.Order{ID: "late", At: s.clock().Add(-24 * time.Hour)})
	require.NoError(t, err)
	require.Equal(t, 121, s.ordersCounted(anonymous(1)))
	require.Len(brief.T(t), s.orderRows(), 100)
}

// ordersCounted is how many orders rules know of a visitor.
func (s *shop) ordersCounted(p chat.Principal) int {
	id, err := s.Host().VisitorID(s.ctx, p)
	require.NoError(s.t, err)
	rs, err := s.store.Get(s.ctx, records.History(id))
	require.NoError(s.t, err)
	require.Len(brief.T(s.t), rs, 1)
	m, err := records.Decode[struct{ Orders int }](rs[0].Value)
	require.NoError(s.t, err)
	return m.Orders
}
