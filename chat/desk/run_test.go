package desk

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestADeskThatShutsDownLeavesNobodyWaitingForItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(memstore.Config{})
		c := &crew{t: t, store: s, skew: map[string]time.Duration{}}
		real := func(cfg *Config) { cfg.Now, cfg.IDs = nil, nil }
		first, second := c.join("n0", real), c.join("n1", real)
		one, stopOne := context.WithCancel(t.Context())
		two, stopTwo := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { require.NoError(t, first.Run(one)) })
		running.Go(func() { require.NoError(t, second.Run(two)) })
		c.arrive(second, "s1")
		synctest.Wait()
		leader, other, stop, stopOther := first, second, stopOne, stopTwo
		if c.leader() == second {
			leader, other, stop, stopOther = second, first, stopTwo, stopOne
		}
		require.NotZero(t, leader.engine.lease.Term())
		leave := leader.engine.near.join("a", 0)
		c.agent("a", 1)
		synctest.Wait()
		defer leave(time.Now())

		stop()
		synctest.Wait()
		require.NotZero(t, other.engine.lease.Term(), "at once, without waiting for the lease to run out")
		rs, err := s.Get(t.Context(), records.Presence(leader.cfg.Node))
		require.NoError(t, err)
		said, err := records.Decode[records.Attendance](rs[0].Value)
		require.NoError(t, err)
		require.NotZero(t, said.Agents[0].Gone)
		stopOther()
		running.Wait()
	})
}

// shaky is a store that fails while it is told to.
type shaky struct {
	store.Store
	mu   sync.Mutex
	fail bool
}

var errShaky = errors.New("the disk is on fire")

func (s *shaky) set(fail bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = fail
}

func (s *shaky) broken() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail {
		return errShaky
	}
	return nil
}

func (s *shaky) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := s.broken(); err != nil {
		return 0, err
	}
	return s.Store.Commit(ctx, b)
}

func (s *shaky) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if err := s.broken(); err != nil {
		return nil, 0, err
	}
	return s.Store.Changes(ctx, after, limit)
}

func TestADeskGoesOnWhenItsStoreIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shaky{Store: memstore.New(memstore.Config{})}
		c := &crew{t: t, store: s, skew: map[string]time.Duration{}}
		d := c.join("n0", func(cfg *Config) { cfg.Now, cfg.IDs = nil, nil })
		c.agent("a", 1)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { require.NoError(t, d.Run(ctx)) })
		synctest.Wait()
		c.arrive(d, "s1")
		s.set(true)
		time.Sleep(time.Minute)
		s.set(false)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		require.Equal(t, chat.Offered, c.session("s1").State)
		cancel()
		running.Wait()
	})
}

func TestWhoStillWaitsWhenTheGraceAfterClosingEndsLeavesAMessage(t *testing.T) {
	schedule, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Sun", "09:00-12:10")}, Grace: 10 * time.Minute})
	require.NoError(t, err)
	c := newCrew(t, 2, func(cfg *Config) {
		cfg.Seed = settings.Team{
			Schedules: []settings.Schedule{{ID: "day", Hours: schedule}},
			Queues:    []settings.Queue{{ID: settings.DefaultQueue, NoAgent: settings.NoAgentWait}},
			Sites:     []settings.Site{{ID: settings.DefaultSite, Schedule: "day", Queues: []chat.QueueID{settings.DefaultQueue}}},
		}
	})
	c.arrive(c.desks[0], "s1")
	c.pass(19*time.Minute + 58*time.Second)
	require.Equal(t, chat.Queued, c.session("s1").State)
	c.pass(3 * time.Second)
	require.Equal(t, chat.Messaged, c.session("s1").State)
	require.Equal(t, chat.Closing, c.session("s1").Reason)
}

func TestAQueueThatWaitsTooLongOverflowsAndThenLeavesAMessage(t *testing.T) {
	c := newCrew(t, 1, func(cfg *Config) {
		cfg.Seed = settings.Team{Queues: []settings.Queue{
			{ID: settings.DefaultQueue, Overflow: "backup", OverflowAfter: time.Minute},
			{ID: "backup", MaxWait: 2 * time.Minute, NoAgent: settings.NoAgentWait},
		}}
	})
	c.arrive(c.desks[0], "s1")
	c.pass(61 * time.Second)
	require.Equal(t, chat.QueueID("backup"), c.session("s1").Queue)
	c.pass(2 * time.Minute)
	require.Equal(t, chat.Messaged, c.session("s1").State)
	require.Equal(t, chat.LongestWait, c.session("s1").Reason)
}

func TestASettingChangedOnOneNodeRoutesOnEveryNode(t *testing.T) {
	c := newCrew(t, 2, func(cfg *Config) {
		cfg.Seed = settings.Team{Queues: []settings.Queue{{ID: settings.DefaultQueue, Manual: true}}}
	})
	c.agent("a", 1)
	c.arrive(c.desks[0], "s1")
	c.pass(10 * time.Second)
	require.Equal(t, chat.Queued, c.session("s1").State, "a manual queue is picked from by hand")
	_, err := c.desks[1].Host().PutQueue(t.Context(), settings.Queue{ID: settings.DefaultQueue})
	require.NoError(t, err)
	c.settle()
	require.Equal(t, chat.Offered, c.session("s1").State)
}
