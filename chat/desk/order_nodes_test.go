package desk_test

import (
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAnOrderThatSeveralNodesAreToldOfCountsOnce(t *testing.T) {
	inCrew(t, 3, func(t *testing.T, s *shop) {
		var all sync.WaitGroup
		for i := range 60 {
			at := s.desks[i%3]
			all.Go(func() {
				o := desk.Order{ID: fmt.Sprint(i % 10), Value: int64(i % 10), Currency: "eur"}
				_, err := at.Host().ReportOrder(t.Context(), customer("vera"), o)
				require.NoError(t, err)
			})
		}
		all.Wait()
		out, err := s.customer("vera").Export(t.Context())
		require.NoError(t, err)
		require.Len(t, out.Orders, 10)
	})
}

func TestAnOrderOfAnIDThatIsTakenIsRefusedAndChangesNothing(t *testing.T) {
	s := newShop(t, twoTeams())
	first := desk.Order{ID: "1", Value: 4990, Currency: "EUR", At: s.clock().Add(-time.Hour)}
	_, err := s.order(1, first)
	require.NoError(t, err)
	before := s.head()
	for name, o := range map[string]desk.Order{
		"more":             {ID: "1", Value: 4991, Currency: "EUR"},
		"nothing":          {ID: "1", Currency: "EUR"},
		"another currency": {ID: "1", Value: 4990, Currency: "USD"},
		"no currency":      {ID: "1", Value: 4990},
		"the most":         {ID: "1", Value: math.MaxInt64, Currency: "EUR"},
	} {
		_, err := s.order(1, o)
		require.ErrorIs(t, err, chat.ErrIDReused, name)
	}
	for name, o := range map[string]desk.Order{
		"the same":      first,
		"small letters": {ID: "1", Value: 4990, Currency: "eur"},
		"another time":  {ID: "1", Value: 4990, Currency: "EUR", At: s.clock()},
	} {
		_, err := s.order(1, o)
		require.NoError(t, err, name)
	}
	require.Equal(t, before, s.head(), "nothing is written")
	for name, o := range map[string]desk.Order{
		"a line":      {ID: "1\n2", Value: 1},
		"bytes":       {ID: "\xff", Value: 1},
		"six minutes": {ID: "2", At: s.clock().Add(6 * time.Minute)},
		"the least":   {ID: "2", Value: math.MinInt64},
		"a currency":  {ID: "2", Currency: "E1R"},
		"an item":     {ID: "2", Items: []desk.CartItem{{Name: "x", Quantity: -1}}},
	} {
		_, err := s.order(1, o)
		require.ErrorIs(t, err, chat.ErrInvalid, name)
	}
	for _, at := range []time.Time{s.clock().Add(5 * time.Minute), time.Unix(0, 0)} {
		_, err := s.order(1, desk.Order{ID: at.String(), Value: math.MaxInt64, At: at})
		require.NoError(t, err, "at the edge of what is taken")
	}
	x := s.visitor(1)
	_, err = x.Visit(s.ctx, looking("/"))
	require.NoError(t, err, "however large their sum is")
	require.NoError(t, x.Erase(s.ctx))
	s.settle()
	_, err = s.order(1, desk.Order{ID: "9"})
	require.ErrorIs(t, err, chat.ErrNotFound, "nothing is kept of who is erased")
}
