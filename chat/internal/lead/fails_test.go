package lead

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/internal/brittle"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// leader is a node that leads.
func leader(t *testing.T) *node {
	s := memstore.New(memstore.Config{})
	start(t, s, "ses_1")
	n := newNode(t, s, "a")
	n.step()
	require.NotZero(t, n.cfg.Lease.Term())
	return n
}

func TestWhatFailsIsTakenBackAndCounted(t *testing.T) {
	refused, lost := errors.New("refused"), chat.ErrUnavailable
	for name, c := range map[string]struct {
		errs     []error
		failures int
		told     error
	}{
		"nothing fails":         {[]error{nil, nil}, 0, nil},
		"one of two":            {[]error{nil, refused}, 0, nil},
		"all":                   {[]error{refused, refused}, 4, nil},
		"all, by the store":     {[]error{lost, refused}, 4, lost},
		"one, by a new release": {[]error{chat.ErrNewer}, 4, nil},
		"one, by the store":     {[]error{nil, lost}, 0, lost},
	} {
		n := leader(t)
		n.failures = 3
		var tasks []task
		back := make([]bool, len(c.errs))
		for i, err := range c.errs {
			tasks = append(tasks, task{
				do:     func(context.Context) error { return err },
				failed: func() { back[i] = true },
			})
		}
		require.ErrorIs(t, n.run(t.Context(), tasks), c.told, name)
		for i, err := range c.errs {
			require.Equal(t, err != nil, back[i], "%s: task %d", name, i)
		}
		require.Equal(t, c.failures, n.failures, name)
		require.NotZero(t, n.cfg.Lease.Term(), name)
	}
}

func TestNoMoreTasksAreUnderWayThanWanted(t *testing.T) {
	for inFlight := 1; inFlight < 4; inFlight++ {
		synctest.Test(t, func(t *testing.T) {
			n := leader(t)
			n.cfg.InFlight = inFlight
			open, under, done := make(chan struct{}), atomic.Int32{}, atomic.Int32{}
			one := task{do: func(context.Context) error {
				under.Add(1)
				<-open
				done.Add(1)
				return nil
			}}
			over := make(chan error)
			go func() { over <- n.run(t.Context(), []task{one, one, one, one, one}) }()
			synctest.Wait()
			require.EqualValues(t, inFlight, under.Load())
			close(open)
			require.NoError(t, <-over)
			require.EqualValues(t, 5, done.Load())
		})
	}
}

func TestAFencedTaskEndsTheTerm(t *testing.T) {
	n := leader(t)
	fenced := task{do: func(context.Context) error { return records.ErrFenced }}
	require.NoError(t, n.run(t.Context(), []task{fenced}))
	require.Zero(t, n.cfg.Lease.Term())
}

func TestEveryFailureOfTheLeaseIsTold(t *testing.T) {
	b := &brittle.Store{Store: memstore.New(memstore.Config{})}
	l := NewLease(b, "a", 3*time.Second, nil)
	now := noon
	require.Equal(t, 1, brittle.EachCall(t, b, func() error {
		_, err := l.Step(t.Context(), now, 0, 0, true, true)
		return err
	}), "it is taken by one commit")
	require.NotZero(t, l.Term())
	held, beat := seen(t, b)
	now = now.Add(time.Second)
	require.Positive(t, brittle.EachCall(t, b, func() error {
		_, err := l.Step(t.Context(), now, held, beat, true, true)
		return err
	}))
	b.Fail(1)
	require.ErrorIs(t, l.Release(t.Context()), brittle.ErrLost)
	require.Zero(t, l.Term(), "it ends with the call")
	b.Fail(1)
	require.NoError(t, l.Release(t.Context()), "who leads no more asks the store for nothing")
}

func TestWhoDidNotWantTheLeaseWatchesItAnew(t *testing.T) {
	s := memstore.New(memstore.Config{})
	other, l := NewLease(s, "a", 3*time.Second, nil), NewLease(s, "b", 3*time.Second, nil)
	_, err := other.Step(t.Context(), noon, 0, 0, true, true)
	require.NoError(t, err)
	held, beat := seen(t, s)
	look := func(at time.Duration, wanted bool) time.Time {
		next, err := l.Step(t.Context(), noon.Add(at), held, beat, wanted, true)
		require.NoError(t, err)
		return next
	}
	require.Equal(t, noon.Add(3*time.Second), look(0, true))
	require.Zero(t, look(time.Second, false))
	require.Equal(t, noon.Add(7*time.Second), look(4*time.Second, true))
	require.Zero(t, l.Term())
	look(7*time.Second, true)
	require.NotZero(t, l.Term())
}

func TestAClockThatWasSetMovesEveryDeadline(t *testing.T) {
	n := leader(t)
	n.noticeClock(noon, noon)
	before := n.offset
	n.noticeClock(noon.Add(maxDrift-1), noon)
	require.Equal(t, before, n.offset, "it drifts a little")
	n.noticeClock(noon.Add(maxDrift), noon)
	require.Equal(t, before+maxDrift, n.offset)
	n.noticeClock(noon.Add(-time.Hour), noon)
	require.Equal(t, before-time.Hour, n.offset)
}

func TestAnIdleNodeLeadsForAJobThatAClockPutBackMakesDue(t *testing.T) {
	s := memstore.New(memstore.Config{})
	job := struct {
		Due time.Time `json:"due"`
		At  time.Time `json:"at"`
	}{noon.Add(30 * time.Second), noon}
	put(t, s, records.Job("erase", "vis_1"), job)
	n := newNode(t, s, "a")
	tick := noon
	n.cfg.Tick = func() time.Time { return tick }
	next, err := n.Step(t.Context(), n.now)
	require.NoError(t, err)
	require.Equal(t, job.Due, next)
	require.Zero(t, n.cfg.Lease.Term(), "nothing is due")

	tick, n.now = next, next.Add(-time.Hour) // the time of day was put back meanwhile
	require.True(t, n.ClockSet(n.now))
	_, err = n.Step(t.Context(), n.now)
	require.NoError(t, err)
	require.NotZero(t, n.cfg.Lease.Term())
}
