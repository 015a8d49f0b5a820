package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// A hand-off has two records. The effect asks the host's other system to take the session, is
// tried like a mail, and goes when that has worked. The other record, the open hand-off, is made
// with it and stays: a ticket that was taken is not yet an answer, and somebody has to be told
// when none comes. It goes when the host says that it is done, or when the effect is given up.

// handoff reads an open hand-off. One that an earlier release asked for has no record: its zero
// value has no deadline.
func handoff(
	ctx context.Context, s store.Store, id string,
) (x hook.OpenHandoff, found bool, err error) {
	rs, err := s.Get(ctx, records.Handoff(id))
	if err != nil || len(rs) == 0 {
		return x, false, records.Unavailable(err)
	}
	x, err = records.Decode[hook.OpenHandoff](rs[0].Value)
	return x, true, err
}

// Open adds a hand-off to a batch: the effect, due at once, and what stays open after it.
func Open(tx *store.Tx, e hook.Effect, deadline, now time.Time) error {
	if err := Put(tx, e, now); err != nil {
		return err
	}
	x := hook.OpenHandoff{
		ID: e.ID, Session: e.Session, Queue: e.Queue, To: e.To, At: now, Deadline: deadline,
	}
	value, err := records.Encode(x, nil)
	if err != nil {
		return err
	}
	tx.Put(records.Handoff(e.ID), value)
	return nil
}

// editHandoff changes an open hand-off within a batch. It is false where there is none.
func editHandoff(tx *store.Tx, id string, edit func(*hook.OpenHandoff)) (bool, error) {
	rs, err := tx.Get(records.Handoff(id))
	if err != nil || len(rs) == 0 {
		return false, err
	}
	x, err := records.Decode[hook.OpenHandoff](rs[0].Value)
	if err != nil {
		return false, err
	}
	edit(&x)
	value, err := records.Encode(x, rs[0].Value)
	tx.Put(records.Handoff(id), value)
	return true, err
}

// tookHandoff adds to a batch what came of a hand-off: one that was taken stays open, with its
// receipt, and one that was given up is open no more.
func tookHandoff(tx *store.Tx, t try, came end) error {
	if came.failure != nil {
		tx.Delete(records.Handoff(t.e.ID))
		return nil
	}
	// The host may have said that it is done before its own hook came back. Then there is none to
	// change, and that is no error.
	_, err := editHandoff(tx, t.e.ID, func(x *hook.OpenHandoff) {
		x.TakenAt, x.Receipt = t.now, came.receipt
	})
	return err
}

// Handoffs returns what was escalated to the host (a call, a ticket) and is not done yet, in the
// order of the ids, and where the next page begins: empty after the last one.
func (o *Outbox) Handoffs(
	ctx context.Context, after string,
) (xs []hook.OpenHandoff, next string, err error) {
	r := store.Range{Prefix: records.Prefix(records.FamilyHandoff), Limit: records.Page}
	if after != "" {
		r.After = records.Handoff(after)
	}
	rs, err := o.cfg.Store.List(ctx, r)
	if err != nil {
		return nil, "", records.Unavailable(err)
	}
	for _, r := range rs {
		x, err := records.Decode[hook.OpenHandoff](r.Value)
		if err != nil {
			return nil, "", err
		}
		xs = append(xs, x)
	}
	// A full page may be the last one. The next is empty then, which costs one look.
	if len(rs) == records.Page {
		next = xs[len(xs)-1].ID
	}
	return xs, next, nil
}

// Done closes an open hand-off: it leaves the list with an entry in its session's timeline. The
// error is chat.ErrNotFound if it is not open, or no longer. A session that is in the archive gets
// no entry. What also adds goes into the same batch; nil: nothing.
func (o *Outbox) Done(
	ctx context.Context, id, outcome string, also func(*store.Tx) error,
) (store.Rev, error) {
	x, err := o.Handoff(ctx, id)
	if err != nil {
		return 0, err
	}
	closes := func(tx *store.Tx) error {
		// Read in the batch: of two who say so at once, one is told that it is not open.
		rs, err := tx.Get(records.Handoff(id))
		if err == nil && len(rs) == 0 {
			return chat.ErrNotFound
		}
		tx.Delete(records.Handoff(id))
		if err != nil || also == nil {
			return err
		}
		return also(tx)
	}
	c := chat.Deliver{Text: "hand-off done: " + outcome, Reason: chat.HandedOff}
	rev, err := o.say(ctx, x, c, nil, closes)
	// The session is in the archive, where nothing is added to its timeline.
	if errors.Is(err, chat.ErrWindow) {
		rev, err = store.Do(ctx, o.cfg.Store, closes)
		if !errors.Is(err, chat.ErrNotFound) {
			err = records.Unavailable(err)
		}
	}
	return rev, err
}

// Handoff returns an open hand-off. The error is chat.ErrNotFound if it is not open, or no longer.
func (o *Outbox) Handoff(ctx context.Context, id string) (hook.OpenHandoff, error) {
	x, found, err := handoff(ctx, o.cfg.Store, id)
	if err == nil && !found {
		err = chat.ErrNotFound
	}
	return x, err
}

// Late says in the timeline that a hand-off is not done by its deadline, while a fence holds. One
// that was done meanwhile is left alone.
func (o *Outbox) Late(ctx context.Context, id string, fence []store.Cond) error {
	x, found, err := handoff(ctx, o.cfg.Store, id)
	// It is said once, however often it is asked.
	if err != nil || !found || x.Late {
		return err
	}
	c := chat.Deliver{
		Text:   fmt.Sprintf("hand-off to %s is not done by its deadline", x.To),
		Reason: chat.Unanswered,
	}
	_, err = o.say(ctx, x, c, fence, func(tx *store.Tx) error {
		open, err := editHandoff(tx, id, func(x *hook.OpenHandoff) { x.Late = true })
		if err == nil && !open {
			return chat.ErrNotFound
		}
		return err
	})
	// Done meanwhile, or its session is over or in the archive: nobody waits any more.
	if errors.Is(err, chat.ErrNotFound) || errors.Is(err, chat.ErrWindow) || errors.Is(err, chat.ErrClosed) {
		return nil
	}
	return err
}

// say writes an entry into the session's timeline, and in the same batch what also adds.
func (o *Outbox) say(
	ctx context.Context, x hook.OpenHandoff, c chat.Deliver, fence []store.Cond,
	also func(*store.Tx) error,
) (store.Rev, error) {
	out, err := o.cfg.Committer.Change(ctx, x.Session, func(chat.Session) (chat.Command, error) {
		return c, nil
	}, commit.Options{If: fence, Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
		return also(tx)
	}})
	return out.Rev, err
}
