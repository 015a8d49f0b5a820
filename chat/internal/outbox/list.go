package outbox

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Put adds an effect to a batch. It is due at once.
func Put(tx *store.Tx, e hook.Effect, now time.Time) error {
	// Since when it waits, and from when on it may be tried: the second moves with each failure.
	e.At, e.Due = now, now
	value, err := records.Encode(e, nil)
	if err != nil {
		return err
	}
	tx.Put(records.Outbox(e.Due, e.ID), value)
	return nil
}

// List returns the effects that are not acknowledged, the next one due first, at most a page of
// them.
func (o *Outbox) List(ctx context.Context) ([]hook.Effect, error) {
	r := store.Range{Prefix: records.Prefix(records.FamilyOutbox), Limit: records.Page}
	rs, err := o.cfg.Store.List(ctx, r)
	if err != nil {
		return nil, records.Unavailable(err)
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

// Page returns effects, the next one due first, and where the next page begins: empty after the
// last one.
func (o *Outbox) Page(
	ctx context.Context, after string,
) (es []hook.Effect, next string, err error) {
	// In the order of keys, which is that of the instants at which they are due.
	r := store.Range{Prefix: records.Prefix(records.FamilyOutbox), Limit: records.Page}
	if after != "" {
		r.After = r.Prefix + after
		// The cursor comes from outside. What is no key of the outbox was never given to anybody.
		if _, err := records.Parse(r.After); err != nil {
			return nil, "", fmt.Errorf("%w: after: never given", chat.ErrInvalid)
		}
	}
	rs, err := o.cfg.Store.List(ctx, r)
	if err != nil {
		return nil, "", records.Unavailable(err)
	}
	for _, x := range rs {
		e, err := records.Decode[hook.Effect](x.Value)
		if err != nil {
			return nil, "", err
		}
		es = append(es, e)
	}
	if len(rs) == records.Page {
		next = strings.TrimPrefix(rs[len(rs)-1].Key, r.Prefix)
	}
	return es, next, nil
}

// Acknowledge takes an effect out of the outbox by hand. Said is what the session's timeline keeps
// of it. Words that were written since go out as ever. The error is chat.ErrNotFound if the effect
// is not there, or no longer.
func (o *Outbox) Acknowledge(ctx context.Context, e hook.Effect, said string) error {
	if err := chat.CheckText("said", said); err != nil {
		return err
	}
	key := records.Outbox(e.Due, e.ID)
	deliver := func(s chat.Session) (chat.Command, error) { return acknowledged(s, e, said), nil }
	_, err := o.cfg.Committer.Change(ctx, e.Session, deliver, commit.Options{
		Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
			rs, err := tx.Get(key)
			if err == nil && len(rs) == 0 {
				return chat.ErrNotFound
			}
			if err != nil {
				return err
			}
			// What came after the words of this effect begins an effect of its own.
			return rewatch(tx, try{key: key, e: e, now: next.LastAt}, next)
		},
	})
	return err
}

// acknowledged is what the timeline says of an effect that was seen to by hand. Of words that is
// all that its last try was made of, and before the first all that waits to go its way.
func acknowledged(s chat.Session, e hook.Effect, said string) chat.Command {
	line := e.Kind == hook.EffectWords
	upTo := e.Words.To
	switch {
	case !line && e.Kind != hook.EffectAnswer:
		return chat.Deliver{Text: said}
	// It was never tried, so it stands for all that waits.
	case upTo == 0 && s.Carried() == line:
		upTo = s.Unmailed.To
	}
	return chat.Unwatch{UpTo: upTo, Line: line, Text: said}
}

// Find returns an effect by its id. The error is chat.ErrNotFound if it is not there, or no longer.
func (o *Outbox) Find(ctx context.Context, id string) (hook.Effect, error) {
	r, err := o.find(ctx, id)
	if err != nil {
		return hook.Effect{}, err
	}
	return records.Decode[hook.Effect](r.Value)
}

// find looks for an effect's record page by page. The key begins with the instant at which the
// effect is due, which changes, so an id alone leads to no key. The outbox is mostly short.
func (o *Outbox) find(ctx context.Context, id string) (store.Record, error) {
	r := store.Range{Prefix: records.Prefix(records.FamilyOutbox), Limit: records.Page}
	for {
		rs, err := o.cfg.Store.List(ctx, r)
		if err != nil {
			return store.Record{}, records.Unavailable(err)
		}
		for _, x := range rs {
			if k, err := records.Parse(x.Key); err == nil && k.ID == id {
				return x, nil
			}
		}
		if len(rs) < records.Page {
			return store.Record{}, chat.ErrNotFound
		}
		// An effect that is tried again meanwhile gets a later key, which is still to come.
		r.After = rs[len(rs)-1].Key
	}
}

// Hurry has an effect tried at once, whatever its schedule says. Also adds to the batch. The error
// is chat.ErrNotFound if the effect is not there, or no longer, and chat.ErrState while it is
// tried.
func (o *Outbox) Hurry(
	ctx context.Context, id string, now time.Time, also func(*store.Tx) error,
) (store.Rev, error) {
	found, err := o.find(ctx, id)
	if err != nil {
		return 0, err
	}
	rev, err := store.Do(ctx, o.cfg.Store, func(tx *store.Tx) error {
		rs, err := tx.Get(found.Key)
		if err != nil {
			return err
		}
		if len(rs) == 0 {
			return chat.ErrNotFound
		}
		e, err := records.Decode[hook.Effect](rs[0].Value)
		if err != nil {
			return err
		}
		// Its hook is at work, and the end of that try would find another key.
		if !e.Begun.IsZero() {
			return fmt.Errorf("%w: it is being tried", chat.ErrState)
		}
		// The key says when it is due, so it gets another one.
		tx.Delete(found.Key)
		e.Due, e.Hurried = now, true
		value, err := records.Encode(e, rs[0].Value)
		if err != nil {
			return err
		}
		tx.Put(records.Outbox(now, e.ID), value)
		return also(tx)
	})
	return rev, records.Unavailable(err)
}
