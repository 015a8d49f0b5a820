package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// perform does an effect by its hook, within the hook's time. A hook that is not back by then may
// have sent it.
func (o *Outbox) perform(ctx context.Context, e hook.Effect) (came end) {
	ctx, cancel := o.cfg.Guard.Within(ctx)
	defer cancel()
	switch e.Kind {
	case hook.EffectHandoff:
		came.said = "handed off: "
		came.receipt, came.failure = o.handOff(ctx, e)
		came.said += came.receipt
	case hook.EffectAnswer:
		came.said, came.failure = "answer mailed", o.answer(ctx, e)
	case hook.EffectWords:
		came = o.carry(ctx, e)
	case hook.EffectConfirm:
		came.said, came.failure = "confirmation mailed", o.confirm(ctx, e)
	case hook.EffectTranscript:
		came.said, came.failure = "transcript sent", o.transcript(ctx, e)
	default:
		// Its whole text was known when it was asked for.
		came.said, came.failure = "mail sent", o.mail(ctx, e, e.Text)
	}
	// The hook may still be sending, or have sent it: nobody knows.
	if errors.Is(came.failure, context.DeadlineExceeded) {
		came.failure = fmt.Errorf("%w: %w", hook.ErrUnknown, came.failure)
	}
	return came
}

// mail sends a text to the address that the effect names.
func (o *Outbox) mail(ctx context.Context, e hook.Effect, text string) error {
	// The id is the same at each try, so that a mailer can tell that it has sent this one.
	if err := o.cfg.alive(ctx, e.Address); err != nil {
		return err
	}
	m := hook.Mail{ID: e.ID, To: e.Address, Subject: e.Subject, Text: text, Again: e.Unsure}
	return o.cfg.Guard.Call(ctx, "mailer", func() error { return o.cfg.Mailer.Send(ctx, m) })
}

// alive refuses an address to which no mail is to go: a provider of mail that is made to send to
// such addresses takes no mail of the shop's at all before long.
func (c Config) alive(ctx context.Context, address string) error {
	if c.Dead == nil {
		return nil
	}
	since, err := c.Dead(ctx, address)
	if err != nil || since.IsZero() {
		return err
	}
	return fmt.Errorf("%w: mail to this address bounced, or was complained of, on %s: none goes "+
		"there until they write from it", hook.ErrRefused, since.Format(time.DateOnly))
}

// answers reports whether an entry is an agent's message.
func answers(e chat.Entry) bool {
	by := e.Author.Kind
	return e.Kind == chat.KindMessage && (by == chat.AuthorAgent || by == chat.AuthorBot)
}

// handOff gives a session with its transcript to the host's other system. The receipt goes through
// a channel: a hook that is late still runs when nobody waits for it any more.
func (o *Outbox) handOff(ctx context.Context, e hook.Effect) (string, error) {
	entries, err := o.cfg.Sessions.Transcript(ctx, e.Session)
	if err != nil {
		return "", err
	}
	s, err := session(ctx, o.cfg.Store, e.Session)
	if err != nil {
		return "", err
	}
	// What stays open knows the deadline. A hand-off of an earlier release has none.
	open, _, err := handoff(ctx, o.cfg.Store, e.ID)
	if err != nil {
		return "", err
	}
	receipts := make(chan string, 1)
	err = o.cfg.Guard.Call(ctx, "handoff", func() error {
		receipt, err := o.cfg.Handoff.Take(ctx, hook.Handover{
			ID: e.ID, Session: e.Session, To: e.To, Address: e.Address, Text: e.Text,
			Contact: s.Contact, Entries: entries, Deadline: open.Deadline, Again: e.Unsure,
		})
		receipts <- receipt
		return err
	})
	if err != nil {
		return "", err
	}
	return <-receipts, nil
}

// session is that of an effect, as it is stored.
func session(ctx context.Context, from store.Store, id chat.SessionID) (s chat.Session, err error) {
	rs, err := from.Get(ctx, records.Session(id))
	if err != nil {
		return s, records.Unavailable(err)
	}
	if len(rs) == 0 {
		return s, fmt.Errorf("%w: session %s", chat.ErrNotFound, id)
	}
	return records.Decode[chat.Session](rs[0].Value)
}
