package desk_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// toldOf is one availability a stream told of.
type toldOf struct {
	at        time.Time
	phase     hours.Phase
	accepting bool
	reason    chat.Reason
}

// TestAnOpenStreamIsToldWhenTheShopOpensAndCloses keeps a stream open from Saturday, 1 January 2000 at midnight.
func TestAnOpenStreamIsToldWhenTheShopOpensAndCloses(t *testing.T) {
	office, err := hours.New(hours.Config{Zone: "UTC", LastCall: 10 * time.Minute, Rules: []hours.Rule{hours.Week("Sat", "01:00-04:00")}})
	require.NoError(t, err)
	inShop(t, func(s *shop) {
		ctx, cancel := context.WithCancel(s.ctx)
		var running sync.WaitGroup
		synctest.Wait()
		ann := s.agent("ann")
		become := func(mode chat.AgentMode) {
			_, err := ann.SetStatus(ctx, mode, "")
			require.NoError(t, err)
			synctest.Wait()
		}
		become(chat.Available)

		var got []toldOf
		looks := 0
		running.Go(func() {
			for e, err := range s.customer("vera").Events(ctx, "") {
				require.NoError(t, err)
				if looks++; e.Type == desk.EventAvailability {
					got = append(got, toldOf{e.At.UTC(), e.Availability.Phase, e.Availability.Accepting, e.Availability.Reason})
				}
			}
		})
		saturday := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // the bubble begins then
		time.Sleep(time.Until(saturday.Add(2 * time.Hour)))
		become(chat.Break)
		become(chat.Offline)
		left := time.Now().UTC()
		time.Sleep(time.Hour)
		become(chat.Available)
		time.Sleep(time.Until(saturday.Add(5 * time.Hour)))
		synctest.Wait()
		require.Equal(t, []toldOf{
			{saturday.Add(time.Hour), hours.PhaseOpen, true, ""},
			{left, hours.PhaseOpen, false, chat.NoAgent},
			{left.Add(time.Hour), hours.PhaseOpen, true, ""},
			{saturday.Add(3*time.Hour + 50*time.Minute), hours.PhaseLastCall, false, chat.OutsideHours},
			{saturday.Add(4 * time.Hour), hours.PhaseClosed, false, chat.OutsideHours},
		}, got)
		require.Equal(t, len(got)+1, looks, "nothing but the hello besides")
		cancel()
		running.Wait()
	}, func(cfg *desk.Config) {
		cfg.Seed.Schedules = []settings.Schedule{{ID: "office", Hours: office}}
		cfg.Seed.Sites = []settings.Site{{ID: "main", Schedule: "office", Queues: []chat.QueueID{"help"}}}
		cfg.Seed.Queues = []settings.Queue{{ID: "help", NoAgent: settings.NoAgentRefuse}}
	})
}

func TestAStreamIsToldWhenASupervisorClosesTheShop(t *testing.T) {
	inShop(t, func(s *shop) {
		s.chat("vera", "ann")
		ctx, cancel := context.WithCancel(s.ctx)
		defer cancel()
		var got []hours.Phase
		var reading sync.WaitGroup
		reading.Go(func() {
			for e, err := range s.customer("vera").Events(ctx, "") {
				require.NoError(s.t, err)
				if e.Availability != nil {
					got = append(got, e.Availability.Phase)
				}
			}
		})
		synctest.Wait()
		never, err := hours.New(hours.Config{Zone: "UTC"})
		require.NoError(s.t, err)
		_, err = s.Host().PutSchedule(s.ctx, settings.Schedule{ID: "never", Hours: never})
		require.NoError(s.t, err)
		_, err = s.Host().PutSite(s.ctx, settings.Site{ID: settings.DefaultSite, Schedule: "never", Queues: []chat.QueueID{"help"}})
		require.NoError(s.t, err)
		synctest.Wait()
		require.Equal(s.t, []hours.Phase{hours.PhaseClosed}, got)
		cancel()
		reading.Wait()
	})
}

func TestAStreamIsToldWhenThePeopleOfAQueueAreGoneHoweverTheyGo(t *testing.T) {
	inShop(t, func(s *shop) {
		for _, q := range []settings.Queue{{ID: "help", Weight: 2}, {ID: "other"}} {
			_, err := s.Host().PutQueue(s.ctx, q)
			require.NoError(s.t, err)
		}
		serves := func(q chat.QueueID) []chat.Serves { return []chat.Serves{{Queue: q}} }
		id, err := s.Host().PutAgent(s.ctx, settings.Agent{Login: "ann", Name: "Ann", Capacity: 2, Queues: serves("help")})
		require.NoError(s.t, err)
		ctx, cancel := context.WithCancel(s.ctx)
		defer cancel()
		var got []chat.Staff
		var reading sync.WaitGroup
		reading.Go(func() {
			for e, err := range s.customer("vera").Events(ctx, "") {
				require.NoError(s.t, err)
				if e.Type == desk.EventAvailability {
					got = append(got, e.Availability.Staff)
				}
			}
		})
		synctest.Wait()
		put := func(a settings.Agent) func() error {
			return func() error {
				a.ID, a.Name, a.Capacity = id, "Ann", max(2, a.Capacity)
				_, err := s.Host().PutAgent(s.ctx, a)
				return err
			}
		}
		capacity := func(n int) func() error {
			return func() error {
				return s.Updates(s.ctx, id, func(a chat.Agent) (chat.Agent, error) { a.Capacity = n; return a, nil })
			}
		}
		mode := func(m chat.AgentMode) func() error {
			return func() error { _, err := s.agent("ann").SetStatus(s.ctx, m, ""); return err }
		}
		for _, step := range []struct {
			name string
			do   func() error
			told []chat.Staff
		}{
			{"she signs in", mode(chat.Available), []chat.Staff{chat.StaffFree}},
			{"she goes on a break", mode(chat.Break), []chat.Staff{chat.StaffAway}},
			{"she signs off from it", mode(chat.Offline), nil},
			{"she is back", mode(chat.Available), []chat.Staff{chat.StaffFree}},
			{"she finishes up", mode(chat.Draining), []chat.Staff{chat.StaffAway}},
			{"she is back again", mode(chat.Available), []chat.Staff{chat.StaffFree}},
			{"she has room for less than a session", capacity(1), []chat.Staff{chat.StaffAway}},
			{"she has room for more", capacity(6), []chat.Staff{chat.StaffFree}},
			{"she has room for less, but for one", capacity(4), nil},
			{"she turns out to be a bot", put(settings.Agent{Bot: true, Queues: serves("help")}), []chat.Staff{chat.StaffAway}},
			{"she is a person after all", put(settings.Agent{Queues: serves("help")}), []chat.Staff{chat.StaffFree}},
			{"she goes to another queue", put(settings.Agent{Queues: serves("other")}), []chat.Staff{chat.StaffAway}},
			{"the queue overflows to hers", func() error {
				_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "help", Weight: 2, Overflow: "other"})
				return err
			}, []chat.Staff{chat.StaffFree}},
			{"she goes on a break there", mode(chat.Break), []chat.Staff{chat.StaffAway}},
		} {
			got = nil
			require.NoError(s.t, step.do(), step.name)
			synctest.Wait()
			require.Equal(s.t, step.told, got, step.name)
		}
		cancel()
		reading.Wait()
	})
}
