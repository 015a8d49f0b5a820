package desk

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// farewell is how long a desk that is shutting down tries to say so.
const farewell = 2 * time.Second

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
	var g errgroup.Group
	g.Go(func() error { d.follow(ctx); return nil })
	g.Go(func() error {
		d.loop(ctx, "dispatcher", d.engine.dispatcher.Step, replica.TopicLine, topicDeaf)
		return nil
	})
	g.Go(func() error { d.loop(ctx, "outbox", d.engine.outbox.Step, replica.TopicOutbox); return nil })
	g.Go(func() error { d.loop(ctx, "jobs", d.engine.jobs.Step, replica.TopicJob); return nil })
	g.Go(func() error { d.loop(ctx, "presence", d.tell, replica.TopicNearby); return nil })
	if d.cfg.Archive != nil {
		g.Go(func() error { d.loop(ctx, "archive", d.Archivist().Step); return nil })
	}
	g.Go(func() error { d.loop(ctx, "audit", d.trail.Trim); return nil })
	if d.cfg.Bus != nil {
		g.Go(func() error { d.engine.signs.Hear(ctx); return nil })
	}
	err := g.Wait()
	d.leave(context.WithoutCancel(ctx))
	return err
}

// loop calls a step again and again: when the step asked for it, and when one of the topics is
// rung.
func (d *Desk) loop(ctx context.Context, name string, do step, topics ...string) {
	l := d.engine.hub.Listen(topics...)
	defer l.Close()
	for ctx.Err() == nil {
		now := d.now()
		next, err := do(ctx, now)
		if err != nil && ctx.Err() == nil {
			d.cfg.Logger.Error(name, "error", err)
		}
		wait(ctx, l.Wake(), next, now)
	}
}

// wait returns at next (zero: never), when woken, or when ctx ends.
func wait(ctx context.Context, wake <-chan struct{}, next, now time.Time) {
	if next.IsZero() {
		select {
		case <-wake:
		case <-ctx.Done():
		}
		return
	}
	d := next.Sub(now)
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-wake:
	case <-ctx.Done():
	}
}

// follow steps the follower whenever the store has something new.
func (d *Desk) follow(ctx context.Context) {
	waiter := waiterOf(d.cfg.Store)
	for ctx.Err() == nil {
		now := d.now()
		next, err := d.engine.follower.Step(ctx, now)
		switch {
		case err != nil && ctx.Err() == nil:
			d.cfg.Logger.Error("follower", "error", err)
			wait(ctx, nil, next, now)
		case err == nil && next.After(now) && waiter != nil:
			if err := d.await(ctx, waiter); err != nil {
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
func (d *Desk) tell(ctx context.Context, now time.Time) (time.Time, error) {
	if !d.engine.replica.Loaded() {
		return time.Time{}, nil
	}
	tick := d.tick()
	next, err := d.engine.near.step(ctx, tick, d.engine.replica.Settled)
	return timing.After(now, tick, next), err
}

// leave tells the other nodes that this node is going.
func (d *Desk) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	if err := d.engine.lease.Release(ctx); err != nil {
		d.cfg.Logger.Error("leaving", "error", err)
	}
	d.engine.near.leaveAll(d.now())
	if _, err := d.tell(ctx, d.now()); err != nil {
		d.cfg.Logger.Error("leaving", "error", err)
	}
}
