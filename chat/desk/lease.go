package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// lease is one node's claim to be the one that commits the Router's decisions. Leading is for speed only: whatever a
// leader writes is conditioned on its term, the revision of lease/dispatcher, which is written on a take-over alone. So
// a leader that was paused writes nothing once another has taken over, whatever its own clock says.
//
// Nobody compares timestamps of two nodes: a contender takes over after watching the same beat for a lease length on its
// own clock of intervals, which all instants here are of.
type lease struct {
	store  store.Store
	node   string
	length time.Duration
	wall   func() time.Time // for dating claims; nil: by the clock that its steps go by

	term   store.Rev // 0: not held
	beats  int64     // renewals written under this term
	beaten time.Time // when the last one that was answered began
	unused time.Time // since when there is nothing to lead

	seen  [2]store.Rev // what it watches: the revisions of lease and beat
	since time.Time    // since when it saw them so
}

// claim is the value of lease/dispatcher, and of its beat.
type claim struct {
	Node string    `json:"node"`
	At   time.Time `json:"at"` // the holder's clock, for measuring how far it is off
	Beat int64     `json:"beat,omitempty"`
}

// date is the time of day.
func (l *lease) date(now time.Time) time.Time {
	if l.wall == nil {
		return now
	}
	return l.wall()
}

// step takes, renews or gives up the lease. Held and beat are the revisions of the two records as the feed showed them;
// wanted says that there is something to lead, able that this node may. It answers when to look again; the zero instant
// means: when something changes.
func (l *lease) step(ctx context.Context, now time.Time, held, beat store.Rev, wanted, able bool) (time.Time, error) {
	switch {
	case l.term != 0 && held > l.term: // somebody took over while this node was paused
		l.term = 0
		return l.watch(ctx, now, held, beat, wanted && able)
	case l.term != 0 && !able:
		return time.Time{}, l.release(ctx)
	case l.term != 0:
		return l.keep(ctx, now, wanted)
	default:
		return l.watch(ctx, now, held, beat, wanted && able)
	}
}

// watch waits for the holder to fall silent, and takes over.
func (l *lease) watch(ctx context.Context, now time.Time, held, beat store.Rev, wanted bool) (time.Time, error) {
	if !wanted {
		l.since = time.Time{}
		return time.Time{}, nil
	}
	if saw := [2]store.Rev{held, beat}; saw != l.seen || l.since.IsZero() {
		l.seen, l.since = saw, now
	}
	if until := l.since.Add(l.length); held != 0 && now.Before(until) {
		return until, nil
	}
	return l.take(ctx, now, held)
}

// take writes the lease, if it is still as it was seen. Losing the race is no error.
func (l *lease) take(ctx context.Context, now time.Time, held store.Rev) (time.Time, error) {
	value, err := records.Encode(claim{Node: l.node, At: l.date(now)}, nil)
	if err != nil {
		return time.Time{}, err
	}
	l.since = now // after an unknown outcome, or a lost race, watch anew
	term, err := l.store.Commit(ctx, store.Batch{
		If:  []store.Cond{{Key: records.Lease(), Rev: held}},
		Put: []store.Record{{Key: records.Lease(), Value: value}, {Key: records.Beat(), Value: value}},
	})
	switch {
	case errors.Is(err, store.ErrConflict):
		return now.Add(l.length), nil
	case err != nil:
		return now.Add(l.length), fmt.Errorf("desk: take the lease: %w", err)
	}
	l.term, l.beats, l.beaten, l.unused = term, 0, now, time.Time{}
	return now.Add(l.length / 3), nil
}

// keep renews the lease three times a length, and gives it up when there has been nothing to lead for a length.
func (l *lease) keep(ctx context.Context, now time.Time, wanted bool) (time.Time, error) {
	if wanted {
		l.unused = time.Time{}
	} else if l.unused.IsZero() {
		l.unused = now
	}
	if !l.unused.IsZero() && !now.Before(l.unused.Add(l.length)) {
		return time.Time{}, l.release(ctx)
	}
	if next := l.beaten.Add(l.length / 3); now.Before(next) {
		return next, nil
	}
	return l.renew(ctx, now)
}

// renew writes the next beat. errFenced says that the store refused it: somebody else leads by now.
func (l *lease) renew(ctx context.Context, now time.Time) (time.Time, error) {
	value, err := records.Encode(claim{Node: l.node, At: l.date(now), Beat: l.beats + 1}, nil)
	if err != nil {
		return time.Time{}, err
	}
	_, err = l.store.Commit(ctx, store.Batch{If: l.fence(), Put: []store.Record{{Key: records.Beat(), Value: value}}})
	switch {
	case errors.Is(err, store.ErrConflict):
		l.term, l.since = 0, time.Time{}
		return now, errFenced
	case err != nil && now.Sub(l.beaten) >= l.length: // others may think it gone: stop, though the term would protect
		l.term, l.since = 0, time.Time{}
		return now.Add(l.length), fmt.Errorf("desk: renew the lease: %w", err)
	case err != nil:
		return now.Add(l.length / 3), fmt.Errorf("desk: renew the lease: %w", err)
	}
	l.beats++
	l.beaten = now
	return now.Add(l.length / 3), nil
}

// release deletes the lease, so that the next who needs it need not wait. The term ends with it.
func (l *lease) release(ctx context.Context) error {
	if l.term == 0 {
		return nil
	}
	_, err := l.store.Commit(ctx, store.Batch{If: l.fence(), Delete: []string{records.Lease(), records.Beat()}})
	l.term, l.unused, l.since = 0, time.Time{}, time.Time{}
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("desk: release the lease: %w", err)
	}
	return nil
}

// fence is the condition of everything that the holder writes.
func (l *lease) fence() []store.Cond { return []store.Cond{{Key: records.Lease(), Rev: l.term}} }
