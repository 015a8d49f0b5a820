package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/lead"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// Dispatcher commits what the Router proposes and what time brings, on the one node that holds the lease. Everything it
// writes is conditioned on the records it was decided on and on the lease's term. Step is for one caller at a time.
type Dispatcher struct {
	d        *Desk
	failures int           // steps in a row in which nothing could be committed
	behind   store.Rev     // the head of the feed when a proposal last failed; nothing is proposed until the replica reaches it
	unfit    bool          // this node's clock is off the others'
	off      time.Duration // of the time of day, against the clock of intervals
	until    time.Time     // propose nothing before, by the clock of intervals
	lives    uint64        // of the node, when this looked last
}

// task is one batch to commit. failed is called when it was not.
type task struct {
	do     func(context.Context) error
	failed func()
}

// Step takes or renews the lease if there is anything to lead, and then commits what is due. It answers when to look
// again; the zero instant means: when something changes.
func (p *Dispatcher) Step(ctx context.Context, now time.Time) (time.Time, error) {
	next, err := p.step(ctx, now)
	if due, ok := p.d.engine.replica.NextJob(); ok && due.After(now) { // there is something to lead from then on
		next = timing.Earlier(next, due)
	}
	return next, err
}

func (p *Dispatcher) step(ctx context.Context, now time.Time) (time.Time, error) {
	lease, known, tick := p.d.engine.lease, p.d.engine.replica, p.d.tick()
	at, fit := known.Leadership(now, p.d.can), p.d.ClockAgrees()
	p.set(now, tick)
	if !at.Loaded {
		return time.Time{}, nil
	}
	p.tellFitness(fit)
	if p.anew() {
		p.behind, p.until, p.failures = 0, time.Time{}, 0
		if err := lease.Release(ctx); err != nil {
			return now.Add(p.d.cfg.Poll), err
		}
		return now, nil
	}
	term := lease.Term()
	next, err := lease.Step(ctx, tick, at.Lease, at.Beat, at.Busy, fit && !p.d.deaf())
	next = timing.After(now, tick, next)
	if errors.Is(err, lead.ErrFenced) {
		p.fenced(term)
		return next, nil
	}
	if err != nil || lease.Term() == 0 {
		return next, err
	}
	tasks := append(p.timely(now, tick), p.proposed(now, tick)...)
	if len(tasks) == 0 {
		return timing.Earlier(next, p.next(now, tick)), nil
	}
	if err := p.run(ctx, tasks); err != nil {
		return now.Add(p.d.cfg.Poll), err
	}
	return now, nil
}

// next is when the Router or a timer has something new.
func (p *Dispatcher) next(now, tick time.Time) time.Time {
	at := p.d.engine.replica.NextMove(now, tick)
	if p.until.After(tick) {
		at = timing.Earlier(at, timing.After(now, tick, p.until))
	}
	return at
}

// run commits the tasks, up to Config.InFlight at a time. A task that fails has changed nothing and is decided anew once
// the replica has caught up with whatever was in its way.
func (p *Dispatcher) run(ctx context.Context, tasks []task) error {
	errs := make([]error, len(tasks))
	var g errgroup.Group
	g.SetLimit(p.d.cfg.InFlight)
	for i, t := range tasks {
		if err := p.stay(ctx); err != nil {
			errs[i] = err
			continue
		}
		if p.d.cfg.InFlight == 1 || len(tasks) == 1 {
			errs[i] = t.do(ctx)
			continue
		}
		g.Go(func() error {
			errs[i] = t.do(ctx)
			return nil
		})
	}
	_ = g.Wait()
	return p.settle(ctx, tasks, errs)
}

// stay renews the lease while there is much to commit, and reports whether it is lost.
func (p *Dispatcher) stay(ctx context.Context) error {
	l := p.d.engine.lease
	term := l.Term()
	if err := l.Stay(ctx, p.d.tick()); errors.Is(err, lead.ErrFenced) {
		p.fenced(term)
	} else if err != nil {
		p.d.cfg.Logger.Error("dispatcher", "error", err)
	}
	if l.Term() == 0 {
		return lead.ErrFenced
	}
	return nil
}

func (p *Dispatcher) settle(ctx context.Context, tasks []task, errs []error) error {
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
		case errors.Is(err, lead.ErrFenced):
			p.fenced(p.d.engine.lease.Term())
		case errors.Is(err, chat.ErrUnavailable):
			unknown = err
		case errors.Is(err, chat.ErrNewer) && p.failures == 0: // the first in a row: it stays so until that release leads
			p.d.cfg.Logger.Warn("decision left to a newer release", "error", err)
		default:
			p.d.cfg.Logger.Debug("decision refused", "error", err)
		}
	}
	if failed == 0 {
		p.failures = 0
		return nil
	}
	return errors.Join(unknown, p.backOff(ctx, failed == len(tasks)))
}

// fenced ends a term that the store has refused a commit of. It is told once for each.
func (p *Dispatcher) fenced(term store.Rev) {
	p.d.engine.lease.Lose()
	if term != 0 {
		p.d.cfg.Logger.Warn("a commit was refused: another node leads", "term", uint64(term))
	}
}

// backOff waits for the feed to bring what was in the way, and longer each time that did not help.
func (p *Dispatcher) backOff(ctx context.Context, all bool) error {
	_, head, err := p.d.prompt().Changes(ctx, 0, 0)
	if err != nil {
		return fmt.Errorf("desk: read the feed: %w", err)
	}
	p.behind, p.until = head, p.d.tick().Add(p.d.cfg.Poll)
	if !all {
		p.failures = 0
		return nil
	}
	p.failures = min(p.failures+1, 8)
	p.until = p.d.tick().Add(4 * time.Millisecond << p.failures)
	return nil
}

// held reports whether proposing would only repeat what failed.
func (p *Dispatcher) held(at store.Rev, tick time.Time) bool {
	if !tick.Before(p.until) {
		return false
	}
	return at < p.behind || p.failures > 1
}
