package desk

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat/internal/lead"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// leaveWithin is how long a desk that is shutting down tries to say so.
const leaveWithin = 2 * time.Second

// step does what is due and returns when to call it again. The zero instant means when something
// changes.
type step func(ctx context.Context, now time.Time) (time.Time, error)

// Run drives the desk until ctx ends. It follows the feed, leads if it holds the lease, tells the
// other nodes which agents are connected to this one, and does effects and jobs. When ctx ends it
// gives up the lease and marks its agents as gone, so that other nodes need not wait, and returns
// nil.
//
// Errors of the store are logged, and what failed is tried again. Without Run a desk serves its
// handles, but nothing moves by itself. Run may be called once at a time.
func (d *Desk) Run(ctx context.Context) error {
	d.steady.Live()
	d.running.Store(true)
	defer d.running.Store(false)
	r := runner{d.engine.hub, d.now, d.cfg.Logger}
	var g errgroup.Group
	g.Go(func() error {
		r.follow(ctx, &d.engine.follower, &d.engine.feed, waiterOf(d.cfg.Store))
		return nil
	})
	g.Go(func() error { r.dispatch(ctx, d.engine.dispatcher.lead); return nil })
	for _, kinds := range outbox.Ways(d.engine.outbox.effects.Can) {
		way := outbox.Way{Of: d.engine.outbox.effects, Kinds: kinds}
		g.Go(func() error { r.loop(ctx, "outbox", way.Step, replica.TopicOutbox); return nil })
	}
	g.Go(func() error { r.loop(ctx, "jobs", d.engine.jobs.Step, replica.TopicJob); return nil })
	g.Go(func() error { r.loop(ctx, "presence", d.engine.tell, replica.TopicNearby); return nil })
	g.Go(func() error {
		r.loop(ctx, "visitors", d.engine.tellOfVisitors, replica.TopicVisitors)
		return nil
	})
	for _, c := range d.engine.outbox.carriers {
		g.Go(func() error {
			r.loop(ctx, c.Name(), d.engine.carry(c), replica.TopicLanes)
			_, _ = c.Step(ctx, d.now()) // ctx has ended: this waits for what is under way
			return nil
		})
	}
	if d.cfg.Blobs != nil {
		g.Go(func() error {
			r.loop(ctx, "fetch", d.engine.fetch(fetching{d}), replica.TopicLanes)
			return nil
		})
	}
	if d.cfg.Archive != nil {
		g.Go(func() error { r.loop(ctx, "archive", d.Archivist().Step); return nil })
	}
	books := tallying(d.visitors.tally.step, trims(d.trail, openAgentLog(d.cfg)))
	g.Go(func() error { r.loop(ctx, "counts and logs", books, topicTally); return nil })
	if d.cfg.Bus != nil {
		g.Go(func() error { d.engine.signs.Hear(ctx); return nil })
	}
	err := g.Wait()
	ctx = context.WithoutCancel(ctx)
	d.engine.leave(ctx, d.now(), d.cfg.Logger)
	d.visitors.tally.leave(ctx, d.cfg.Logger)
	return err
}

// tallying counts what became of prompts, and trims the logs when that is due. They are one step,
// because an idle desk has neither to do, and each goroutine costs it some kilobytes.
func tallying(count, trim step) step {
	due := time.Time{}
	return func(ctx context.Context, now time.Time) (time.Time, error) {
		next, err := count(ctx, now)
		if now.Before(due) {
			return timing.Earlier(next, due), err
		}
		var failed error
		due, failed = trim(ctx, now)
		return timing.Earlier(next, due), errors.Join(err, failed)
	}
}

// runner calls steps, each on a goroutine of its own.
type runner struct {
	hub *replica.Hub
	now func() time.Time
	log *slog.Logger
}

// loop calls a step again and again: when the step asked for it, and when one of the topics wakes
// it.
func (r runner) loop(ctx context.Context, name string, do step, topics ...string) {
	l := r.hub.Listen(topics...)
	defer l.Close()
	for ctx.Err() == nil {
		now := r.now()
		next, err := do(ctx, now)
		if err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, name, "error", err)
		}
		wait(ctx, l.Wake(), next, now)
	}
}

// dispatch steps a dispatcher as loop does, and at once when the time of day was set.
func (r runner) dispatch(ctx context.Context, p *lead.Dispatcher) {
	l := r.hub.Listen(replica.TopicLine, topicDeaf)
	defer l.Close()
	for ctx.Err() == nil {
		now := r.now()
		next, err := p.Step(ctx, now)
		if err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "dispatcher", "error", err)
		}
		for pause := true; pause; {
			woken := wait(ctx, l.Wake(), p.Look(now, next), now)
			now = r.now()
			over := !next.IsZero() && !now.Before(next)
			pause = !woken && !over && !p.ClockSet(now)
		}
	}
}

// wait returns at next (zero: never), when woken, or when ctx ends. It reports whether something
// else than time ended it.
func wait(ctx context.Context, wake <-chan struct{}, next, now time.Time) (woken bool) {
	var over <-chan time.Time
	if !next.IsZero() {
		d := next.Sub(now)
		if d <= 0 {
			return false
		}
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-over:
		return false
	case <-wake:
	case <-ctx.Done():
	}
	return true
}

// follow steps the follower whenever the store has something new.
func (r runner) follow(ctx context.Context, f *Follower, heard *feed, waiter store.Waiter) {
	for ctx.Err() == nil {
		now := r.now()
		next, err := f.Step(ctx, now)
		switch {
		case err != nil && ctx.Err() == nil:
			r.log.ErrorContext(ctx, "follower", "error", err)
			wait(ctx, nil, next, now)
		case err == nil && next.After(now) && waiter != nil:
			if err := heard.await(ctx, waiter); err != nil {
				wait(ctx, nil, next, now)
			}
		default:
			wait(ctx, nil, next, now)
		}
	}
}

// waiterOf finds the Waiter that s is or wraps.
func waiterOf(s store.Store) store.Waiter {
	for ; s != nil; s = store.Unwrap(s) {
		if w, ok := s.(store.Waiter); ok {
			return w
		}
	}
	return nil
}

// tell tells the other nodes which agents are connected to this one.
func (e *engine) tell(ctx context.Context, now time.Time) (time.Time, error) {
	if !e.replica.Loaded() {
		return time.Time{}, nil
	}
	tick := e.tick()
	next, err := e.near.step(ctx, tick)
	return timing.After(now, tick, next), err
}

// tellOfVisitors tells the other nodes which visitors are connected to this one. A node whose
// records name somebody has to show that it lives.
func (e *engine) tellOfVisitors(ctx context.Context, now time.Time) (time.Time, error) {
	if !e.replica.Loaded() {
		return time.Time{}, nil
	}
	tick, told := e.tick(), e.visitors.Told()
	next, err := e.visitors.Step(ctx, tick)
	if e.visitors.Told() != told {
		e.near.beatNow()
	}
	return timing.After(now, tick, next), err
}

// leave tells the other nodes that this node is going.
func (e *engine) leave(ctx context.Context, now time.Time, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, leaveWithin)
	defer cancel()
	if err := e.lease.Release(ctx); err != nil {
		log.ErrorContext(ctx, "leaving", "error", err)
	}
	e.visitors.Part()
	if _, err := e.tellOfVisitors(ctx, now); err != nil {
		log.ErrorContext(ctx, "leaving", "error", err)
	}
	e.near.leaveAll(now)
	if _, err := e.tell(ctx, now); err != nil {
		log.ErrorContext(ctx, "leaving", "error", err)
	}
}
