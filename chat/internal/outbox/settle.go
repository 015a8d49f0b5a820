package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// write writes the end of a try: the effect is done, or due again, or given up.
func (o *Outbox) write(ctx context.Context, t try, came end) error {
	if came.failure == nil {
		return o.finish(ctx, t, came, done(t.e, came.said))
	}
	t.e.Tries++
	t.e.Failure = came.failure.Error()
	t.e.Unsure = t.e.Unsure || errors.Is(came.failure, hook.ErrUnknown)
	due, on := next(t.e, came.failure, t.now)
	if !on {
		return o.finish(ctx, t, came, givenUp(t.e))
	}
	// The mark goes, because this try has an end.
	t.e.Due, t.e.Begun = due, time.Time{}
	return o.retry(ctx, t)
}

// done is what the timeline says of an effect that is done.
func done(e hook.Effect, said string) chat.Command {
	var why chat.Reason
	if e.Unsure {
		why = chat.MaybeTwice
	}
	if e.Kind == hook.EffectAnswer || e.Kind == hook.EffectConfirm {
		return chat.Mail{Span: e.Words, Text: said, Reason: why}
	}
	return chat.Deliver{Text: said, Reason: why}
}

// givenUp is what the timeline says of an effect that is not tried any more. Without an answer, or
// a hand-off, somebody waits: the session goes back to the agents.
func givenUp(e hook.Effect) chat.Command {
	text := string(e.Kind) + " failed: " + e.Failure
	if e.Kind == hook.EffectTranscript || e.Kind == hook.EffectConfirm {
		return chat.Deliver{Text: text, Reason: chat.Expired}
	}
	return chat.Undeliver{Text: text, Words: e.Words}
}

// finish takes an effect out of the outbox, with an entry in its session's timeline. A fence that
// does not hold is no error: another node leads, or the effect was acknowledged.
func (o *Outbox) finish(ctx context.Context, t try, came end, c chat.Command) error {
	said := func(chat.Session) (chat.Command, error) { return c, nil }
	_, err := o.cfg.Committer.Change(ctx, t.e.Session, said, commit.Options{
		If: t.conds(),
		Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
			switch t.e.Kind {
			case hook.EffectAnswer:
				// Other words may have been written while the mail was on its way.
				return rewatch(tx, t, next)
			case hook.EffectHandoff:
				tx.Delete(t.key)
				return tookHandoff(tx, t, came)
			}
			tx.Delete(t.key)
			return nil
		},
	})
	if errors.Is(err, records.ErrFenced) {
		return nil
	}
	return err
}

// retry has a failed effect tried again later.
func (o *Outbox) retry(ctx context.Context, t try) error {
	value, err := records.Encode(t.e, nil)
	if err != nil {
		return err
	}
	b := store.Batch{
		If: t.conds(), Put: []store.Record{{Key: records.Outbox(t.e.Due, t.e.ID), Value: value}},
	}
	// The new record has another key, unless it is due at the same millisecond.
	if b.Put[0].Key != t.key {
		b.Delete = []string{t.key}
	}
	_, err = o.cfg.Store.Commit(ctx, b)
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return records.Unavailable(err)
}
