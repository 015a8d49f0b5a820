package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

const century = 100 * 365 * 24 * time.Hour

// TestAQueueMayGoUpToEachBoundAndNotBeyond tries the last value that is taken, and the first
// that is not.
func TestAQueueMayGoUpToEachBoundAndNotBeyond(t *testing.T) {
	for field, x := range map[string]struct{ last, beyond settings.Queue }{
		"weight":         {settings.Queue{Weight: 64}, settings.Queue{Weight: 65}},
		"weight ":        {settings.Queue{Weight: 0}, settings.Queue{Weight: -1}},
		"priority":       {settings.Queue{Priority: 1000}, settings.Queue{Priority: 1001}},
		"priority ":      {settings.Queue{Priority: -1000}, settings.Queue{Priority: -1001}},
		"broadcast":      {settings.Queue{Broadcast: 16}, settings.Queue{Broadcast: 17}},
		"broadcast ":     {settings.Queue{Broadcast: 0}, settings.Queue{Broadcast: -1}},
		"limit":          {settings.Queue{Limit: 0}, settings.Queue{Limit: -1}},
		"reopen":         {settings.Queue{Limit: 5, Reopen: 4}, settings.Queue{Limit: 5, Reopen: 5}},
		"offer_for":      {settings.Queue{OfferFor: century}, settings.Queue{OfferFor: century + 1}},
		"max_wait":       {settings.Queue{MaxWait: 0}, settings.Queue{MaxWait: -1}},
		"max_wait ":      {settings.Queue{MaxWait: century}, settings.Queue{MaxWait: century + 1}},
		"target":         {served(settings.Service{Target: century}), served(settings.Service{Target: century + 1})},
		"handle_time":    {served(settings.Service{HandleTime: century}), served(settings.Service{HandleTime: century + 1})},
		"overflow_after": {settings.Queue{OverflowAfter: century}, settings.Queue{OverflowAfter: century + 1}},
		"wrap_weight":    {policy(chat.Policy{WrapWeight: 64}), policy(chat.Policy{WrapWeight: 65})},
		"wrap_weight ":   {policy(chat.Policy{WrapWeight: -1}), policy(chat.Policy{WrapWeight: -2})},
		"held_weight":    {policy(chat.Policy{HeldWeight: 64}), policy(chat.Policy{HeldWeight: 65})},
		"close_after":    {policy(chat.Policy{CloseAfter: century}), policy(chat.Policy{CloseAfter: century + 1})},
		"grace":          {policy(chat.Policy{Grace: -century}), policy(chat.Policy{Grace: -century - 1})},
		"rings[0].after": {rung(time.Second), rung(0)},
		"rings[1].after": {rung(1, 2), rung(2, 2)},
	} {
		s := newShop(t, twoTeams())
		x.last.ID, x.beyond.ID = "support", "support"
		_, err := s.Host().PutQueue(s.ctx, x.last)
		require.NoError(t, err, field)
		before := s.head()
		_, err = s.Host().PutQueue(s.ctx, x.beyond)
		require.ErrorIs(t, err, chat.ErrInvalid, field)
		require.ErrorContains(t, err, strings.TrimSpace(field)+": ")
		require.Equal(t, before, s.head(), field)
	}
}

func policy(p chat.Policy) settings.Queue { return settings.Queue{Policy: p} }

func rung(after ...time.Duration) (q settings.Queue) {
	for _, d := range after {
		q.Rings = append(q.Rings, settings.Ring{After: d, Lower: 1})
	}
	return q
}

func served(s settings.Service) settings.Queue { return settings.Queue{Service: s} }
