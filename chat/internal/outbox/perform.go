package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
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
	case hook.EffectConfirm:
		came.said, came.failure = "confirmation mailed", o.confirm(ctx, e)
	case hook.EffectTranscript:
		came.said = "transcript sent"
		var entries []chat.Entry
		if entries, came.failure = o.mailable(ctx, e); came.failure == nil {
			came.failure = o.mail(ctx, e, transcriptText(e.Text, entries))
		}
	default:
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
	m := hook.Mail{ID: e.ID, To: e.Address, Subject: e.Subject, Text: text, Again: e.Unsure}
	return o.cfg.Guard.Call(ctx, "mailer", func() error { return o.cfg.Mailer.Send(ctx, m) })
}

// mailable returns the part of the transcript that may go to the effect's address. An address that
// nobody has confirmed gets none of the visitor's own words before an agent has answered: otherwise
// strangers could send each other letters through the shop.
func (o *Outbox) mailable(ctx context.Context, e hook.Effect) ([]chat.Entry, error) {
	if err := chat.CheckEmail("email", e.Address); err != nil {
		return nil, err
	}
	es, err := o.cfg.Sessions.Transcript(ctx, e.Session)
	if err != nil || !e.Unconfirmed || slices.ContainsFunc(es, answers) {
		return es, err
	}
	return slices.DeleteFunc(es, func(x chat.Entry) bool {
		return x.Author.Kind == chat.AuthorVisitor
	}), nil
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
	rs, err := o.cfg.Store.Get(ctx, records.Session(e.Session))
	if err != nil {
		return "", records.Unavailable(err)
	}
	if len(rs) == 0 {
		return "", fmt.Errorf("%w: session %s", chat.ErrNotFound, e.Session)
	}
	s, err := records.Decode[chat.Session](rs[0].Value)
	if err != nil {
		return "", err
	}
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

// transcriptText writes a transcript as plain text, after an introduction.
func transcriptText(intro string, es []chat.Entry) string {
	text := intro
	for _, e := range es {
		if e.Kind == chat.KindMessage && !e.Erased && !e.Withdrawn {
			at, who := e.At.UTC().Format("2006-01-02 15:04"), cmp.Or(
				e.Author.Name, string(e.Author.Kind),
			)
			text += fmt.Sprintf("\n%s %s: %s", at, who, e.Text)
		}
	}
	return text + "\n"
}
