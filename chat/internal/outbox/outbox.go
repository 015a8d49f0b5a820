package outbox

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// An effect that failed is tried again after firstRetry, then twice as long each time up to
// lastRetry. It is given up when giveUp has passed since it was asked for.
const (
	firstRetry = 15 * time.Second
	lastRetry  = time.Hour
	giveUp     = 24 * time.Hour
)

const (
	atOnce = 8           // effects under way at a time
	again  = time.Second // when to look at a due effect again if its record has not changed by then
)

// Outbox does the effects that are due, on the node that leads. Step is for one caller at a time.
type Outbox struct {
	cfg Config
}

// Config is what an Outbox is made of. The hooks may be nil; everything else is required.
type Config struct {
	Store     store.Store
	Committer *commit.Committer
	Sessions  sessions.Reader
	Guard     guard.Guard
	Mailer    hook.Mailer
	Handoff   hook.Handoff
	InFlight  int // commits that may be under way at a time
	// Due returns the keys of at most so many effects that are due and that can allows, and when
	// the next one is; the zero instant if there is none.
	Due func(now time.Time, most int, can func(hook.EffectKind) bool) ([]string, time.Time)
	// Term is the lease's, while this node leads; 0 while it does not.
	Term func() store.Rev
}

// New returns an Outbox.
func New(cfg Config) *Outbox { return &Outbox{cfg} }

// Can reports whether this node has the hook that an effect needs.
func (o *Outbox) Can(k hook.EffectKind) bool {
	switch k {
	case hook.EffectTranscript, hook.EffectMail:
		return o.cfg.Mailer != nil
	case hook.EffectHandoff:
		return o.cfg.Handoff != nil
	}
	return false
}

// Step does the effects that are due. It returns when the next one is; the zero instant means when
// something changes.
func (o *Outbox) Step(ctx context.Context, now time.Time) (time.Time, error) {
	due, next := o.cfg.Due(now, atOnce, o.Can)
	term := o.cfg.Term()
	if term == 0 || len(due) == 0 {
		return next, nil
	}
	errs := make([]error, len(due))
	var g errgroup.Group
	g.SetLimit(min(atOnce, o.cfg.InFlight))
	for i, key := range due {
		g.Go(func() error {
			fence := []store.Cond{{Key: records.Lease(), Rev: term}}
			errs[i] = o.deliver(ctx, key, fence, now)
			return nil
		})
	}
	_ = g.Wait()
	return now.Add(again), errors.Join(errs...)
}

// deliver does one effect and writes what came of it.
func (o *Outbox) deliver(
	ctx context.Context, key string, fence []store.Cond, now time.Time,
) error {
	rs, err := o.cfg.Store.Get(ctx, key)
	if err != nil || len(rs) == 0 {
		return records.Unavailable(err)
	}
	e, err := records.Decode[hook.Effect](rs[0].Value)
	if err != nil {
		return err
	}
	said, failure := o.perform(ctx, e)
	if failure != nil && ctx.Err() != nil {
		return nil // shutting down: the next leader tries
	}
	fence = append(fence, store.Cond{Key: key, Rev: rs[0].Rev})
	switch {
	case failure == nil:
		return o.finish(ctx, key, e, fence, chat.Deliver{Text: said})
	case !now.Before(e.At.Add(giveUp)):
		text := string(e.Kind) + " failed: " + failure.Error()
		return o.finish(ctx, key, e, fence, chat.Deliver{Text: text, Reason: chat.Expired})
	}
	return o.retry(ctx, key, e, fence, failure, now)
}

// finish acknowledges an effect: it leaves the outbox with an entry in its session's timeline. A
// fence that does not hold is no error: another node leads, or the effect was acknowledged.
func (o *Outbox) finish(
	ctx context.Context, key string, e hook.Effect, fence []store.Cond, c chat.Deliver,
) error {
	said := func(chat.Session) (chat.Command, error) { return c, nil }
	_, err := o.cfg.Committer.Change(ctx, e.Session, said, commit.Options{
		If: fence,
		Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
			tx.Delete(key)
			return nil
		},
	})
	if errors.Is(err, records.ErrFenced) {
		return nil
	}
	return err
}

// retry has a failed effect tried again later.
func (o *Outbox) retry(
	ctx context.Context, key string, e hook.Effect, fence []store.Cond, failure error, now time.Time,
) error {
	e.Tries++
	e.Failure = failure.Error()
	e.Due = now.Add(min(firstRetry<<min(e.Tries-1, 12), lastRetry))
	value, err := records.Encode(e, nil)
	if err != nil {
		return err
	}
	_, err = o.cfg.Store.Commit(ctx, store.Batch{
		If:     fence,
		Put:    []store.Record{{Key: records.Outbox(e.Due, e.ID), Value: value}},
		Delete: []string{key},
	})
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return records.Unavailable(err)
}
