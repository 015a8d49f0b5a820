package desk_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestAClockPutForwardIsNoticedWithinSecondsHoweverLongTheLease(t *testing.T) {
	for _, lease := range []time.Duration{3 * time.Second, 30 * time.Second, 5 * time.Minute} {
		skew := &atomic.Int64{}
		clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
		seed := one(func(q *settings.Queue) { q.NoAgent = "" })
		playWith(t, desk.Config{Seed: seed, Now: clock, Lease: lease}, func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("v", "help")
			require.NoError(t, s.status(ann, chat.Offline))
			s.pass(5 * time.Second)
			require.Equal(t, chat.NoAgent, s.card(v).Reason)

			skew.Add(int64(10 * time.Minute))
			s.pass(3 * time.Second)
			require.Equal(t, chat.Messaged, s.card(v).State, "with a lease of %v it waits for nobody", lease)
		})
	}
}

func TestWhatIsSentAgainOrRemindedOfIsNotLateAfterAClockWasPutForward(t *testing.T) {
	for lease, soon := range map[time.Duration]time.Duration{
		5 * time.Minute:  3 * time.Second,
		10 * time.Second: time.Minute + 3*time.Second, // nobody leads when the hour is over
	} {
		w := &workshop{fail: errors.New("busy")}
		skew := &atomic.Int64{}
		clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
		cfg := desk.Config{Seed: one(forAnHour), Handoff: w, Now: clock, Lease: lease}
		playWith(t, cfg, func(t *testing.T, s *scene) {
			v, _ := s.handedOff(t)
			require.NoError(t, s.status(s.agents("ann")[0], chat.Offline))
			s.pass(2 * time.Minute) // the next try is minutes away
			w.told(nil)
			skew.Add(int64(30 * time.Minute))
			s.pass(3 * time.Second)
			require.Len(t, w.took, 1, "another try is due")
			require.Len(t, s.said(v, chat.KindDelivery), 1)

			s.pass(time.Minute)
			skew.Add(int64(30 * time.Minute))
			s.pass(soon)
			said := s.said(v, chat.KindDelivery)
			require.Len(t, said, 2, "the hour for it is over")
			require.Equal(t, chat.Unanswered, said[1].Reason)
		})
	}
}
