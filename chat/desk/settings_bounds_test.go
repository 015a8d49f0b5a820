package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

const century = 100 * 365 * 24 * time.Hour

// TestAQueueMayGoUpToEachBoundAndNotBeyond tries the last value that is taken, and the first that is not.
func TestAQueueMayGoUpToEachBoundAndNotBeyond(t *testing.T) {
	for field, x := range map[string]struct{ last, beyond desk.Queue }{
		"weight":         {desk.Queue{Weight: 64}, desk.Queue{Weight: 65}},
		"weight ":        {desk.Queue{Weight: 0}, desk.Queue{Weight: -1}},
		"priority":       {desk.Queue{Priority: 1000}, desk.Queue{Priority: 1001}},
		"priority ":      {desk.Queue{Priority: -1000}, desk.Queue{Priority: -1001}},
		"broadcast":      {desk.Queue{Broadcast: 16}, desk.Queue{Broadcast: 17}},
		"broadcast ":     {desk.Queue{Broadcast: 0}, desk.Queue{Broadcast: -1}},
		"limit":          {desk.Queue{Limit: 0}, desk.Queue{Limit: -1}},
		"reopen":         {desk.Queue{Limit: 5, Reopen: 4}, desk.Queue{Limit: 5, Reopen: 5}},
		"offer_for":      {desk.Queue{OfferFor: century}, desk.Queue{OfferFor: century + 1}},
		"max_wait":       {desk.Queue{MaxWait: 0}, desk.Queue{MaxWait: -1}},
		"max_wait ":      {desk.Queue{MaxWait: century}, desk.Queue{MaxWait: century + 1}},
		"target":         {desk.Queue{Target: century}, desk.Queue{Target: century + 1}},
		"handle_time":    {desk.Queue{HandleTime: century}, desk.Queue{HandleTime: century + 1}},
		"overflow_after": {desk.Queue{OverflowAfter: century}, desk.Queue{OverflowAfter: century + 1}},
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

func policy(p chat.Policy) desk.Queue { return desk.Queue{Policy: p} }

func rung(after ...time.Duration) (q desk.Queue) {
	for _, d := range after {
		q.Rings = append(q.Rings, desk.Ring{After: d, Lower: 1})
	}
	return q
}
