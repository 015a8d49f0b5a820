package desk_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
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

func TestNobodyWhoIsThereIsPutOutByAClockThatIsPutForwardAndRight(t *testing.T) {
	skew := &atomic.Int64{}
	clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
	cfg := desk.Config{Seed: one(), Now: clock, Lease: 3 * time.Second}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		served, _ := s.here("served")
		s.take(served, ann)
		ann.Say("Hello")
		served.Say("Hello")
		require.NoError(t, s.status(ann, chat.Draining))
		waits, _ := s.here("waits")
		loads, leave := s.here("loads")
		// Five minutes are within the times of silence.
		for _, by := range []time.Duration{5 * time.Minute, -5 * time.Minute} {
			leave() // a page that gives way to the next one
			skew.Add(int64(by))
			s.pass(2 * time.Second)
			leave = page(t, s.Desk, "loads")
			s.pass(8 * time.Second)
			require.Equal(t, chat.Draining, s.me(ann).Mode)
			require.Equal(t, chat.Active, s.card(served).State)
			for _, v := range []*chattest.Visitor{waits, loads} {
				require.Equal(t, chat.Queued, s.card(v).State)
				require.True(t, s.presence(v).Here)
			}
			require.Equal(t, 2, s.position(loads))
		}
	})
}

func TestAShiftEndsThoughItsAgentCameByAClockThatWasAhead(t *testing.T) {
	skew := &atomic.Int64{}
	clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
	cfg := desk.Config{Seed: shifts(15 * time.Minute), Now: clock}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("01:00")
		skew.Store(int64(20 * time.Minute))
		s.pass(2 * time.Second)
		ann.Available() // at 01:20 by the clock, and the handover begins at 01:15
		s.pass(2 * time.Second)
		skew.Store(0)
		s.until("01:14")
		require.Equal(t, chat.Available, s.me(ann).Mode)
		s.until("01:16")
		require.Equal(t, chat.Offline, s.me(ann).Mode, "nothing was left to drain")
	})
}

func TestALineThatIsDesertedByAClockThatWasAheadIsNotLateOnceThatIsRight(t *testing.T) {
	skew := &atomic.Int64{}
	clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
	playWith(t, desk.Config{Seed: one(func(q *settings.Queue) { q.NoAgent = "" }), Now: clock},
		func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("v", "help")
			s.decline(v, ann) // nothing of what comes now leaves an entry
			skew.Store(int64(5 * time.Minute))
			s.pass(2 * time.Second)
			was := s.card(v).Entries
			require.NoError(t, s.status(ann, chat.Offline))
			s.pass(time.Second)
			require.Equal(t, chat.NoAgent, s.card(v).Reason)
			require.Equal(t, was, s.card(v).Entries)
			skew.Store(0)
			s.pass(2*time.Minute + 5*time.Second)
			require.Equal(t, chat.Messaged, s.card(v).State)
		})
}
