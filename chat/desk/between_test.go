package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAPeriodHasWhatBeganInItOfTheQueuesOneWatches(t *testing.T) {
	s := newShop(t, twoTeams())
	var ids []chat.SessionID
	for n, queue := range []chat.QueueID{"support", "billing", "support", "billing", "support"} { // a minute apart
		ids = append(ids, s.asks(n, desk.StartRequest{Queue: queue}))
	}
	require.NoError(t, s.visitor(2).End(s.ctx, ids[2]))
	require.NoError(t, s.visitor(3).End(s.ctx, ids[3]))
	during := func(who string, from, to time.Time) (got []chat.SessionID) {
		for x, err := range s.supervisor(who).SessionsBetween(s.ctx, from, to) {
			require.NoError(t, err)
			got = append(got, x.ID)
		}
		return got
	}
	at := func(minute int) time.Time { return monday.Add(time.Duration(minute) * time.Minute) }
	require.ElementsMatch(t, ids[1:4], during("sue", at(1), at(4)), "from the first instant on, and not at the last")
	require.ElementsMatch(t, ids[2:4], during("sue", at(1).Add(time.Millisecond), at(3).Add(time.Millisecond)))
	require.ElementsMatch(t, ids, during("sue", at(0), at(5)))
	require.ElementsMatch(t, []chat.SessionID{ids[1], ids[3]}, during("sam", at(0), at(5)), "of billing alone")
	require.Empty(t, during("sue", at(5), at(6)))

	const most = 93 * 24 * time.Hour
	require.Empty(t, during("sue", at(5), at(5).Add(most)))
	for from, to := range map[time.Time]time.Time{at(0): at(0), at(1): at(0), {}: at(1), at(2): {}, at(3): at(3).Add(most + 1)} {
		for _, err := range s.supervisor("sue").SessionsBetween(s.ctx, from, to) {
			require.ErrorIs(t, err, chat.ErrInvalid)
		}
	}
}
