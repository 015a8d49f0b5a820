package lead

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// task is one batch to commit.
type task struct {
	about  chat.SessionID // "" where it is about none
	do     func(context.Context) error
	failed func() // is called when it was not committed; may be nil
}

// run commits the tasks, up to Config.InFlight at a time. A task that fails has changed nothing,
// and is decided anew once the replica has caught up with whatever was in its way.
func (p *Dispatcher) run(ctx context.Context, tasks []task) error {
	errs := make([]error, len(tasks))
	var g errgroup.Group
	g.SetLimit(p.cfg.InFlight)
	for i, t := range tasks {
		if err := p.stay(ctx); err != nil {
			errs[i] = err
			continue
		}
		if p.cfg.InFlight == 1 || len(tasks) == 1 {
			errs[i] = t.do(ctx)
			continue
		}
		g.Go(func() error {
			errs[i] = t.do(ctx)
			return nil
		})
	}
	_ = g.Wait()
	return p.finish(ctx, tasks, errs)
}

// stay renews the lease during a long batch. ErrFenced says that the lease is lost.
func (p *Dispatcher) stay(ctx context.Context) error {
	term := p.cfg.Lease.Term()
	if err := p.cfg.Lease.Stay(ctx, p.cfg.Tick()); errors.Is(err, records.ErrFenced) {
		p.fenced(ctx, term)
	} else if err != nil {
		p.cfg.Logger.ErrorContext(ctx, "dispatcher", "error", err)
	}
	if p.cfg.Lease.Term() == 0 {
		return records.ErrFenced
	}
	return nil
}

// finish takes back the tasks that failed, says why in the log, and waits before the next ones if
// need be.
func (p *Dispatcher) finish(ctx context.Context, tasks []task, errs []error) error {
	failed := 0
	var unknown error
	for i, err := range errs {
		if err == nil {
			continue
		}
		failed++
		if tasks[i].failed != nil {
			tasks[i].failed()
		}
		switch {
		case errors.Is(err, records.ErrFenced):
			p.fenced(ctx, p.cfg.Lease.Term())
		// Nobody knows whether it was written. Whoever runs the steps is told.
		case errors.Is(err, chat.ErrUnavailable):
			unknown = err
		case errors.Is(err, chat.ErrNewer) && p.failures == 0: // the first in a row: it stays so until that release leads
			p.cfg.Logger.WarnContext(ctx, "decision left to a newer release", "error", err)
		default:
			p.cfg.Logger.DebugContext(ctx, "decision refused", "error", err)
		}
	}
	if failed == 0 {
		p.failures = 0
		return nil
	}
	return errors.Join(unknown, p.backOff(ctx, failed == len(tasks)))
}

// fenced ends a term of which the store has refused a commit. The log has one line for each term.
func (p *Dispatcher) fenced(ctx context.Context, term store.Rev) {
	p.cfg.Lease.Lose()
	if term != 0 {
		p.cfg.Logger.WarnContext(ctx, "a commit was refused: another node leads",
			"term", uint64(term))
	}
}

// backOff begins a pause. It is longer each time when all tasks have failed.
func (p *Dispatcher) backOff(ctx context.Context, all bool) error {
	_, head, err := p.cfg.Feed.Changes(ctx, 0, 0)
	if err != nil {
		return fmt.Errorf("desk: read the feed: %w", err)
	}
	// The replica has to reach the head of the feed before anything is proposed.
	p.behind, p.until = head, p.cfg.Tick().Add(p.cfg.Poll)
	if !all {
		p.failures = 0
		return nil
	}
	// The pause is 8 ms after the first failure, and doubles up to a second.
	p.failures = min(p.failures+1, 8)
	p.until = p.cfg.Tick().Add(4 * time.Millisecond << p.failures)
	return nil
}

// paused reports whether proposing would only repeat what failed. At is the revision of the
// replica.
func (p *Dispatcher) paused(at store.Rev, tick time.Time) bool {
	if !tick.Before(p.until) {
		return false
	}
	// One failure pauses until the replica has caught up, several for their whole time.
	return at < p.behind || p.failures > 1
}
