package chathttp

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestARaisedEventReachesAPageWithAStreamAtOnceAndAnyOtherWithItsNextBeacon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		sue.do("PUT", "v1/settings/rules/help", `{"on":["event:payment-failed"],"uncapped":true,
			"do":[{"type":"link","url":"/pay-again","text":{"en":"Pay again"}}]}`).into(200, nil)
		time.Sleep(time.Second)
		eve, _, id := h.began()
		hears := eve.stream("v1/events")
		hears.until("session.snapshot")
		eve.do("POST", "v1/sessions/"+id+"/end", "").into(204, nil)
		hears.until("session.closed")
		time.Sleep(time.Second)
		card, err := h.desk.Host().Session(t.Context(), chat.SessionID(id))
		require.NoError(t, err)
		raise := func(event string) time.Time {
			require.NoError(t, h.desk.Host().Raise(t.Context(), card.Session.Visitor, event))
			return time.Now()
		}
		for range 2 { // each time anew
			at := raise("payment-failed")
			hears.until("visit.due")
			require.Less(t, time.Since(at), time.Second)
			a := eve.browses("/account", "1")
			require.Len(t, a.Do, 1)
			require.Equal(t, trigger.Link, a.Do[0].Type)
			require.Empty(t, eve.browses("/account", "2").Do, "it was taken")
			time.Sleep(2 * time.Second)
		}

		// A page that polls is told of each as well, and of none twice.
		cursor, types, _ := eve.polls("v1/events", "", "0")
		require.NotContains(t, types, "visit.due")
		for range 2 {
			raise("payment-failed")
			cursor, types, _ = eve.polls("v1/events", cursor, "25")
			require.Contains(t, types, "visit.due")
			cursor, types, _ = eve.polls("v1/events", cursor, "5")
			require.NotContains(t, types, "visit.due")
			require.Len(t, eve.browses("/account", "3").Do, 1)
			time.Sleep(2 * time.Second)
		}

		// A page without a stream looks again after 10 seconds where a payment may fail.
		zoe := h.person()
		require.LessOrEqual(t, zoe.browses("/checkout", "1").Next, 10)
	})
}
