package lead

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Lease is one node's claim to be the node that commits the Router's decisions.
//
// Two records make it. The record lease/dispatcher is written on a take-over and at no other time,
// so its revision is the term: every batch of the holder has it as a condition. The holder renews
// the beat three times a lease length, on the condition of its term.
//
// A contender takes over after it has watched the same beat for a lease length. It measures that by
// its own clock of intervals, and so are all instants here; nobody compares timestamps of two
// nodes. A holder that was paused for longer may believe to lead still. It writes nothing, because
// its term is not the lease's revision any more.
//
// Term may be called at any time. All else is for one caller at a time.
type Lease struct {
	store  store.Store
	node   string
	length time.Duration
	wall   func() time.Time // dates the records; nil: by the clock that the steps go by

	term   atomic.Uint64 // 0: not held
	beats  int64         // renewals written in this term
	beaten time.Time     // when the last renewal that was answered began
	unused time.Time     // since when there has been nothing to lead; zero: there is something

	invites   func() records.Quotas // what a beat says of invitations; nil: nothing
	succeeded func()                // told of a take-over from a holder that died; nil: nobody

	seen  [2]store.Rev // the revisions of lease and beat that it watches
	since time.Time    // since when it has seen them; zero: it does not watch
}

// NewLease returns a lease that this node does not hold. Wall is the time of day.
func NewLease(s store.Store, node string, length time.Duration, wall func() time.Time) *Lease {
	return &Lease{store: s, node: node, length: length, wall: wall}
}

// Invites has every beat from now on say what a function returns.
func (l *Lease) Invites(say func() records.Quotas) { l.invites = say }

// Succeeded has a function called after each take-over from a holder that did not give the lease
// up, before Term tells of it.
func (l *Lease) Succeeded(tell func()) { l.succeeded = tell }

// claim returns the value of a beat.
func (l *Lease) claim(tick time.Time, beat int64) ([]byte, error) {
	c := records.Claim{Node: l.node, At: l.date(tick), Beat: beat}
	if l.invites != nil {
		c.Invites = l.invites()
	}
	return records.Encode(c, nil)
}

// Term returns the revision of the lease that this node holds; 0 if it holds none.
func (l *Lease) Term() store.Rev { return store.Rev(l.term.Load()) }

// Fence returns the condition that every batch of the holder has.
func (l *Lease) Fence() []store.Cond { return []store.Cond{{Key: records.Lease(), Rev: l.Term()}} }

// Lose ends the term without writing: the store has refused a batch of it.
func (l *Lease) Lose() { l.term.Store(0) }

// Step takes, renews or gives up the lease. Held and beat are the revisions of its two records as
// the feed showed them. Wanted says that there is something to lead, and able that this node may.
// Step returns when to call it again; the zero instant means when something changes.
func (l *Lease) Step(ctx context.Context, tick time.Time, held, beat store.Rev, wanted, able bool) (time.Time, error) {
	switch term := l.Term(); {
	case term != 0 && held > term: // another node took over while this one was paused
		l.Lose()
		return l.watch(ctx, tick, held, beat, wanted && able)
	case term != 0 && !able:
		return time.Time{}, l.Release(ctx)
	case term != 0:
		return l.keep(ctx, tick, wanted)
	default:
		return l.watch(ctx, tick, held, beat, wanted && able)
	}
}

// watch waits until the holder has been silent for a lease length, and takes over.
func (l *Lease) watch(ctx context.Context, tick time.Time, held, beat store.Rev, wanted bool) (time.Time, error) {
	if !wanted {
		l.since = time.Time{}
		return time.Time{}, nil
	}
	// A beat that changes begins the watch anew, by the clock of this node alone.
	if saw := [2]store.Rev{held, beat}; saw != l.seen || l.since.IsZero() {
		l.seen, l.since = saw, tick
	}
	if until := l.since.Add(l.length); held != 0 && tick.Before(until) {
		return until, nil
	}
	return l.take(ctx, tick, held)
}

// take writes the lease if it is still at the revision that was seen. Losing the race is no error.
func (l *Lease) take(ctx context.Context, tick time.Time, held store.Rev) (time.Time, error) {
	value, err := l.claim(tick, 0)
	if err != nil {
		return time.Time{}, err
	}
	l.since = tick // after an unknown outcome, or a lost race, it watches anew
	term, err := l.store.Commit(ctx, store.Batch{
		If:  []store.Cond{{Key: records.Lease(), Rev: held}},
		Put: []store.Record{{Key: records.Lease(), Value: value}, {Key: records.Beat(), Value: value}},
	})
	switch {
	case errors.Is(err, store.ErrConflict):
		return tick.Add(l.length), nil
	case err != nil:
		return tick.Add(l.length), fmt.Errorf("desk: take the lease: %w", err)
	}
	l.beats, l.beaten, l.unused = 0, tick, time.Time{}
	if held != 0 && l.succeeded != nil {
		l.succeeded()
	}
	l.term.Store(uint64(term))
	return tick.Add(l.length / 3), nil
}

// keep renews the lease when a third of its length has gone by, and gives it up when there has been
// nothing to lead for a whole length.
func (l *Lease) keep(ctx context.Context, tick time.Time, wanted bool) (time.Time, error) {
	if wanted {
		l.unused = time.Time{}
	} else if l.unused.IsZero() {
		l.unused = tick
	}
	if !l.unused.IsZero() && !tick.Before(l.unused.Add(l.length)) {
		return time.Time{}, l.Release(ctx)
	}
	if next := l.beaten.Add(l.length / 3); tick.Before(next) {
		return next, nil
	}
	return l.renew(ctx, tick)
}

// Stay renews the lease if that is due: the holder calls it during a long batch. ErrFenced says
// that the lease is lost; after any other error it may be held still, which Term tells.
func (l *Lease) Stay(ctx context.Context, tick time.Time) error {
	if l.Term() == 0 || tick.Before(l.beaten.Add(l.length/3)) {
		return nil
	}
	_, err := l.renew(ctx, tick)
	return err
}

// renew writes the next beat. ErrFenced says that the store refused it: another node leads by now.
func (l *Lease) renew(ctx context.Context, tick time.Time) (time.Time, error) {
	value, err := l.claim(tick, l.beats+1)
	if err != nil {
		return time.Time{}, err
	}
	_, err = l.store.Commit(ctx, store.Batch{
		If: l.Fence(), Put: []store.Record{{Key: records.Beat(), Value: value}},
	})
	switch {
	case errors.Is(err, store.ErrConflict):
		l.end()
		return tick, records.ErrFenced
	case err != nil && tick.Sub(l.beaten) >= l.length: // others may think it gone: stop, though the term would protect
		l.end()
		return tick.Add(l.length), fmt.Errorf("desk: renew the lease: %w", err)
	case err != nil:
		return tick.Add(l.length / 3), fmt.Errorf("desk: renew the lease: %w", err)
	}
	l.beats++
	l.beaten = tick
	return tick.Add(l.length / 3), nil
}

// Release deletes the lease, so that the next node that needs it need not wait. The term ends with
// the call, also when the store fails.
func (l *Lease) Release(ctx context.Context) error {
	if l.Term() == 0 {
		return nil
	}
	// The term ends first. If the store fails, others wait a lease length and nobody leads twice.
	fence := l.Fence()
	l.end()
	l.unused = time.Time{}
	_, err := l.store.Commit(ctx, store.Batch{If: fence, Delete: []string{records.Lease(), records.Beat()}})
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("desk: release the lease: %w", err)
	}
	return nil
}

// end ends the term, and what it watched with it.
func (l *Lease) end() {
	l.Lose()
	l.since = time.Time{}
}

// date returns the time of day.
func (l *Lease) date(tick time.Time) time.Time {
	if l.wall == nil {
		return tick
	}
	return l.wall()
}
