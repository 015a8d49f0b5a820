package desk

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// tally adds what became of prompts to the counts of their day, in batches of its own: nobody who
// looks at a page or begins a session waits for a count, or is refused for one.
//
// The batch that shows or ends a prompt writes into the visitor's record what is to be counted. The
// tally's batch takes it out of there and adds it to the counts, so nothing is counted twice. If a
// node stops in between, a job is left, by which the leader counts it a minute later.
type tally struct {
	store store.Store
	tick  func() time.Time // of the clock of intervals
	wake  func()           // is called when the first one waits

	mu      sync.Mutex
	waiting map[chat.VisitorID]struct{} // whose records have something to be counted
	due     time.Time                   // when they are, by tick; zero: not set yet
}

// topicTally wakes the tally.
const topicTally = "tally"

const (
	// countAfter is how long a count waits: a prompt that is accepted and the session that begins
	// from it are often two requests, one right after the other.
	countAfter = 2 * time.Second
	// countLate is when the leader counts what nobody did.
	countLate   = time.Minute
	mostTallied = 128    // visitors at once
	mostWaiting = 10_000 // visitors; whoever is beyond is counted late
)

// countJob is the key of the job that sees to a visitor's counts.
func countJob(v chat.VisitorID) string { return job{Kind: jobCount, Visitor: v}.key() }

// late counts what the node that left it did not, and lets go of the job.
func (t *tally) late(ctx context.Context, j job, fence []store.Cond) error {
	if err := t.count(ctx, j.Visitor); err != nil {
		return errors.Join(err, untaken(err))
	}
	return records.CommitFenced(ctx, t.store, fence, func(tx *store.Tx) error {
		tx.Delete(j.key())
		return nil
	})
}

func newTally(s store.Store, tick func() time.Time) *tally {
	return &tally{
		store: s, tick: tick, wake: func() {}, waiting: map[chat.VisitorID]struct{}{},
	}
}

// note says that a visitor's record has something to be counted.
func (t *tally) note(v chat.VisitorID) {
	t.mu.Lock()
	wake := func() {}
	if len(t.waiting) == 0 {
		wake = t.wake
	}
	if len(t.waiting) < mostWaiting {
		t.waiting[v] = struct{}{}
	}
	t.mu.Unlock()
	wake()
}

// take takes some visitors who wait, and reports whether there are more.
func (t *tally) take() (vs []chat.VisitorID, more bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	vs = slices.Sorted(maps.Keys(t.waiting))
	vs = vs[:min(len(vs), mostTallied)]
	for _, v := range vs {
		delete(t.waiting, v)
	}
	if len(t.waiting) == 0 {
		t.due = time.Time{}
	}
	return vs, len(t.waiting) > 0
}

// step counts what has waited long enough.
func (t *tally) step(ctx context.Context, now time.Time) (next time.Time, err error) {
	due, waits := t.dueAt()
	if tick := t.tick(); waits && tick.Before(due) {
		return timing.After(now, tick, due), nil
	}
	more, err := t.countNow(ctx)
	switch {
	case err != nil:
		return now.Add(countAfter), err
	case more:
		return now, nil
	}
	return time.Time{}, nil
}

// dueAt is when those who wait are counted; false: nobody waits.
func (t *tally) dueAt() (time.Time, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		return time.Time{}, false
	}
	if t.due.IsZero() {
		t.due = t.tick().Add(countAfter)
	}
	return t.due, true
}

// countNow counts some of what waits on this node, and reports whether there is more. Whom the
// store does not serve waits on. Whose record cannot be read does not: that is counted when the
// visitor is next seen.
func (t *tally) countNow(ctx context.Context) (more bool, err error) {
	vs, more := t.take()
	for i, v := range vs {
		failed := t.count(ctx, v)
		if errors.Is(failed, chat.ErrUnavailable) {
			t.again(vs[i:])
			return true, errors.Join(err, failed)
		}
		err = errors.Join(err, failed)
	}
	return more, err
}

// countSoon is countNow for somebody who waits for the counts, but not for long.
func (t *tally) countSoon(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, err := t.countNow(ctx)
	return err
}

// again has some wait on, for as long as at first.
func (t *tally) again(vs []chat.VisitorID) {
	t.mu.Lock()
	t.due = t.tick().Add(countAfter)
	t.mu.Unlock()
	for _, v := range vs {
		t.note(v)
	}
}

// leave counts what waits before the node goes.
func (t *tally) leave(ctx context.Context, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, leaveWithin)
	defer cancel()
	for more := true; more; {
		var err error
		if more, err = t.countNow(ctx); err != nil {
			log.ErrorContext(ctx, "leaving", "error", err)
			return
		}
	}
}

// count counts what stands in a visitor's record, a day a batch.
func (t *tally) count(ctx context.Context, v chat.VisitorID) error {
	for more := true; more; {
		var refused error
		_, err := store.Do(ctx, t.store, func(tx *store.Tx) error {
			more = false
			refused = editVisitorRecord(tx, v, func(m *visitorRecord) (bool, error) {
				days := slices.SortedFunc(maps.Keys(m.Uncounted), time.Time.Compare)
				if len(days) == 0 {
					return false, nil
				}
				if more = len(days) > 1; !more {
					tx.Delete(countJob(v))
				}
				return true, m.Uncounted.move(tx, days[0], v)
			})
			return refused
		})
		if refused != nil {
			return refused
		}
		if err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// moveAll moves all counts, of a visitor who is erased.
func (c promptCounts) moveAll(tx *store.Tx, v chat.VisitorID) error {
	for _, on := range slices.SortedFunc(maps.Keys(c), time.Time.Compare) {
		if err := c.move(tx, on, v); err != nil {
			return err
		}
	}
	return nil
}

// move moves the counts of a day to where they are read. Visitors are spread over shards, so that
// few nodes wait for the same one. The first of a day in its shard lets old ones go.
func (c promptCounts) move(tx *store.Tx, on time.Time, v chat.VisitorID) error {
	key := records.Funnel(on, records.ShardOf(v))
	rs, err := tx.Get(key)
	if err != nil {
		return unavailable(err)
	}
	var sum dayCounts
	var old []byte
	if len(rs) > 0 {
		old = rs[0].Value
		if sum, err = records.Decode[dayCounts](old); err != nil {
			return err
		}
	} else if err := forgetCounts(tx, on.Add(-keepCounts)); err != nil {
		return err
	}
	for _, n := range c[on].Rules {
		sum.plus(n)
	}
	delete(c, on)
	return putRecord(tx, key, sum, old)
}
