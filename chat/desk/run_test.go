package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
)

func TestADeskThatShutsDownLeavesNobodyWaitingForItsLease(t *testing.T) {
	inCrew(t, 2, func(t *testing.T, c *shop) {
		c.begin(c.desks[1], "s1")
		synctest.Wait()
		leader, other := c.desks[0], c.desks[1]
		if c.leader() == other {
			leader, other = other, leader
		}
		require.True(t, leader.Leads())
		leave := leader.Connects("a", 0)
		c.staff("a", 1)
		synctest.Wait()
		defer leave(time.Now())

		leader.node.Stop()
		synctest.Wait()
		require.True(t, other.Leads(), "at once, without waiting for the lease to run out")
		said := record[records.Attendance](c, records.Presence(leader.name))
		require.NotZero(t, said.Agents[0].Gone)
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
	var s *shaky
	inCrew(t, 1, func(t *testing.T, c *shop) {
		c.staff("a", 1)
		synctest.Wait()
		c.begin(c, "s1")
		s.set(true)
		time.Sleep(time.Minute)
		s.set(false)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		require.Equal(t, chat.Offered, c.session("s1").State)
	}, func(cfg *desk.Config) {
		s = &shaky{Store: cfg.Store}
		cfg.Store = s
	})
}

func TestWhoStillWaitsWhenTheGraceAfterClosingEndsLeavesAMessage(t *testing.T) {
	schedule, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Sun", "09:00-12:10")}, Grace: 10 * time.Minute})
	require.NoError(t, err)
	c := newCrew(t, 2, func(cfg *desk.Config) {
		cfg.Seed = settings.Team{
			Schedules: []settings.Schedule{{ID: "day", Hours: schedule}},
			Queues:    []settings.Queue{{ID: settings.DefaultQueue, NoAgent: settings.NoAgentWait}},
			Sites:     []settings.Site{{ID: settings.DefaultSite, Schedule: "day", Queues: []chat.QueueID{settings.DefaultQueue}}},
		}
	})
	c.begin(c.desks[0], "s1")
	c.advance(19*time.Minute + 58*time.Second)
	require.Equal(t, chat.Queued, c.session("s1").State)
	c.advance(3 * time.Second)
	require.Equal(t, chat.Messaged, c.session("s1").State)
	require.Equal(t, chat.Closing, c.session("s1").Reason)
}

func TestAQueueThatWaitsTooLongOverflowsAndThenLeavesAMessage(t *testing.T) {
	c := newCrew(t, 1, func(cfg *desk.Config) {
		cfg.Seed = settings.Team{Queues: []settings.Queue{
			{ID: settings.DefaultQueue, Overflow: "backup", OverflowAfter: time.Minute},
			{ID: "backup", MaxWait: 2 * time.Minute, NoAgent: settings.NoAgentWait},
		}}
	})
	c.begin(c.desks[0], "s1")
	c.advance(61 * time.Second)
	require.Equal(t, chat.QueueID("backup"), c.session("s1").Queue)
	c.advance(2 * time.Minute)
	require.Equal(t, chat.Messaged, c.session("s1").State)
	require.Equal(t, chat.LongestWait, c.session("s1").Reason)
}

func TestASettingChangedOnOneNodeRoutesOnEveryNode(t *testing.T) {
	c := newCrew(t, 2, func(cfg *desk.Config) {
		cfg.Seed = settings.Team{Queues: []settings.Queue{{ID: settings.DefaultQueue, Manual: true}}}
	})
	c.staff("a", 1)
	c.begin(c.desks[0], "s1")
	c.advance(10 * time.Second)
	require.Equal(t, chat.Queued, c.session("s1").State, "a manual queue is picked from by hand")
	_, err := c.desks[1].Host().PutQueue(t.Context(), settings.Queue{ID: settings.DefaultQueue})
	require.NoError(t, err)
	c.settle()
	require.Equal(t, chat.Offered, c.session("s1").State)
}
