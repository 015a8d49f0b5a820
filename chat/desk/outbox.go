package desk

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// How often an effect is tried again: after firstRetry, then twice as long each time up to lastRetry, until giveUp has
// passed since it was asked for.
const (
	firstRetry  = 15 * time.Second
	lastRetry   = time.Hour
	giveUp      = 24 * time.Hour
	outboxBatch = 8 // effects in the air at once
)

// again is when an effect that was due is looked at once more, should its record not have changed by then.
const again = time.Second

// Outbox does what is due outside the desk, on the node that leads: at least once, with the effect's id so that the other
// side can tell a repetition. Step is for one caller at a time.
type Outbox struct {
	d *Desk
}

// Step does the effects that are due and answers when the next one is; the zero instant means: when something changes.
func (o *Outbox) Step(ctx context.Context, now time.Time) (time.Time, error) {
	due, next := o.d.engine.replica.EffectsDue(now, outboxBatch, o.d.can)
	term := o.d.engine.lease.Term()
	if term == 0 || len(due) == 0 {
		return next, nil
	}
	errs := make([]error, len(due))
	var g errgroup.Group
	g.SetLimit(min(outboxBatch, o.d.cfg.InFlight))
	for i, key := range due {
		g.Go(func() error {
			errs[i] = o.deliver(ctx, key, []store.Cond{{Key: records.Lease(), Rev: term}}, now)
			return nil
		})
	}
	_ = g.Wait()
	return now.Add(again), errors.Join(errs...)
}

// deliver does one effect and writes what came of it.
func (o *Outbox) deliver(ctx context.Context, key string, fence []store.Cond, now time.Time) error {
	rs, err := o.d.cfg.Store.Get(ctx, key)
	if err != nil || len(rs) == 0 {
		return unavailable(err)
	}
	e, err := records.Decode[hook.Effect](rs[0].Value)
	if err != nil {
		return err
	}
	said, failure := o.d.perform(ctx, e)
	if failure != nil && ctx.Err() != nil {
		return nil // shutting down: the next leader tries
	}
	fence = append(fence, store.Cond{Key: key, Rev: rs[0].Rev})
	switch {
	case failure == nil:
		return o.finish(ctx, key, e, fence, chat.Deliver{Text: said})
	case !now.Before(e.At.Add(giveUp)):
		return o.finish(ctx, key, e, fence, chat.Deliver{Text: string(e.Kind) + " failed: " + failure.Error(), Reason: chat.Expired})
	}
	return o.retry(ctx, key, e, fence, failure, now)
}

// finish acknowledges an effect: it leaves the outbox with an entry in its session's timeline.
func (o *Outbox) finish(ctx context.Context, key string, e hook.Effect, fence []store.Cond, c chat.Deliver) error {
	_, err := o.d.committer.Change(ctx, e.Session, func(chat.Session) (chat.Command, error) { return c, nil }, commit.Options{
		If: fence,
		Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
			tx.Delete(key)
			return nil
		},
	})
	if errors.Is(err, records.ErrFenced) {
		return nil // another node leads, or has done it
	}
	return err
}

func (o *Outbox) retry(ctx context.Context, key string, e hook.Effect, fence []store.Cond, failure error, now time.Time) error {
	e.Tries++
	e.Failure = failure.Error()
	e.Due = now.Add(min(firstRetry<<min(e.Tries-1, 12), lastRetry))
	value, err := records.Encode(e, nil)
	if err != nil {
		return err
	}
	_, err = o.d.cfg.Store.Commit(ctx, store.Batch{
		If:     fence,
		Put:    []store.Record{{Key: records.Outbox(e.Due, e.ID), Value: value}},
		Delete: []string{key},
	})
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return unavailable(err)
}

// Outbox lists the effects that are not acknowledged, the next one due first, at most 256.
func (h Host) Outbox(ctx context.Context) ([]hook.Effect, error) {
	rs, err := h.d.cfg.Store.List(ctx, store.Range{Prefix: records.Prefix(records.FamilyOutbox), Limit: records.Page})
	if err != nil {
		return nil, unavailable(err)
	}
	var es []hook.Effect
	for _, r := range rs {
		e, err := records.Decode[hook.Effect](r.Value)
		if err != nil {
			return nil, err
		}
		es = append(es, e)
	}
	return es, nil
}

// Acknowledge takes an effect out of the outbox, for a host that sees to it without a hook. Said is what the session's
// timeline keeps of it. ErrNotFound: it is not there, or no longer.
func (h Host) Acknowledge(ctx context.Context, e hook.Effect, said string) error {
	key := records.Outbox(e.Due, e.ID)
	_, err := h.d.committer.Change(ctx, e.Session, func(chat.Session) (chat.Command, error) { return chat.Deliver{Text: said}, nil }, commit.Options{
		Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
			rs, err := tx.Get(key)
			if err == nil && len(rs) == 0 {
				return chat.ErrNotFound
			}
			tx.Delete(key)
			return err
		},
	})
	return err
}
