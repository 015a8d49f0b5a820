package outbox

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// write writes the end of a try: the effect is done, or due again, or given up.
func (o *Outbox) write(ctx context.Context, t try, came end) error {
	// What was refused is told first: once the record is gone, nobody would tell it any more.
	for _, r := range came.refused {
		switch err := o.refuse(ctx, t, r); {
		case errors.Is(err, records.ErrFenced):
			return nil
		case errors.Is(err, chat.ErrUnavailable):
			return err
		}
	}
	if came.upTo > 0 {
		// What has gone out is not tried again with the rest.
		t.e.Words.From = came.upTo + 1
	}
	if came.failure == nil {
		return o.finish(ctx, t, came, done(t.e, came.said))
	}
	t.e.Tries++
	t.e.Failure = failed(came.failure)
	// Once unsure, always unsure: a later failure does not take back what an earlier try may have
	// sent.
	t.e.Unsure = t.e.Unsure || errors.Is(came.failure, hook.ErrUnknown)
	due, on := next(t.e, came.failure, t.now)
	if !on {
		return o.finish(ctx, t, came, givenUp(t.e))
	}
	// The mark goes, because this try has an end.
	t.e.Due, t.e.Begun = due, time.Time{}
	return o.retry(ctx, t)
}

// failed is why a try failed, as a line that can stand in a timeline.
func failed(err error) string {
	s := strings.ReplaceAll(strings.ToValidUTF8(err.Error(), "\ufffd"), "\x00", "")
	// An error may quote a whole page of another server.
	line := []rune(strings.Join(strings.Fields(s), " "))
	if len(line) > mostFailure {
		line = append(line[:mostFailure], '…')
	}
	return string(line)
}

const mostFailure = 500 // characters

// done is what the timeline says of an effect that is done.
func done(e hook.Effect, said string) chat.Command {
	if e.Kind == hook.EffectWords { // the channel tells of each message by itself
		return chat.Unwatch{UpTo: e.Words.To, Line: true}
	}
	var why chat.Reason
	// The agent reads that it may have arrived twice.
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
	// Nobody waits for an answer in these, so they are told and let go.
	if e.Kind == hook.EffectTranscript || e.Kind == hook.EffectConfirm {
		return chat.Deliver{Text: text, Reason: chat.Expired}
	}
	return chat.Undeliver{Text: text, Words: e.Words, Line: e.Kind == hook.EffectWords}
}

// finish takes an effect out of the outbox, with an entry in its session's timeline. A fence that
// does not hold is no error: another node leads, or the effect was acknowledged.
func (o *Outbox) finish(ctx context.Context, t try, came end, c chat.Command) error {
	// Whatever became of the session meanwhile, the timeline says what was done.
	said := func(chat.Session) (chat.Command, error) { return c, nil }
	_, err := o.cfg.Committer.Change(ctx, t.e.Session, said, commit.Options{
		If: t.conds(),
		Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
			switch t.e.Kind {
			case hook.EffectAnswer, hook.EffectWords:
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
	switch {
	case errors.Is(err, records.ErrFenced):
		return nil
	case errors.Is(err, chat.ErrClosed), errors.Is(err, chat.ErrNotFound):
		return t.drop(ctx, o.cfg.Store) // its session was erased meanwhile: nobody is told
	}
	return err
}

// drop takes an effect out of the outbox without a word.
func (t try) drop(ctx context.Context, s store.Store) error {
	_, err := s.Commit(ctx, store.Batch{If: t.conds(), Delete: []string{t.key}})
	if errors.Is(err, store.ErrConflict) {
		return nil // whoever erased the session did so
	}
	return records.Unavailable(err)
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
	// Another node leads, or somebody acknowledged the effect while it was tried.
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return records.Unavailable(err)
}
