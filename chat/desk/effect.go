package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// putEffect adds an effect to a batch. It is due at once.
func putEffect(tx *store.Tx, e hook.Effect, now time.Time) error {
	e.At, e.Due = now, now
	value, err := records.Encode(e, nil)
	if err != nil {
		return err
	}
	tx.Put(records.Outbox(e.Due, e.ID), value)
	return nil
}

// can reports whether this desk has the hook an effect needs.
func (d *Desk) can(k hook.EffectKind) bool {
	switch k {
	case hook.EffectTranscript, hook.EffectMail:
		return d.cfg.Mailer != nil
	case hook.EffectHandoff:
		return d.cfg.Handoff != nil
	}
	return false
}

// perform does an effect within the hook's time. It returns the text for the timeline.
func (d *Desk) perform(ctx context.Context, e hook.Effect) (string, error) {
	ctx, cancel := d.guard.Within(ctx)
	defer cancel()
	switch e.Kind {
	case hook.EffectHandoff:
		return d.handOff(ctx, e)
	case hook.EffectTranscript:
		entries, err := d.mailable(ctx, e)
		if err != nil {
			return "", err
		}
		return "transcript sent", d.guard.Call(ctx, func() error {
			return d.cfg.Mailer.Send(ctx, hook.Mail{ID: e.ID, To: e.Address, Subject: e.Subject, Text: transcriptText(e.Text, entries)})
		})
	default:
		return "mail sent", d.guard.Call(ctx, func() error {
			return d.cfg.Mailer.Send(ctx, hook.Mail{ID: e.ID, To: e.Address, Subject: e.Subject, Text: e.Text})
		})
	}
}

// mailable returns the part of the transcript that may go to the effect's address. An address that
// nobody has confirmed gets none of the visitor's own words before an agent has answered: otherwise
// strangers could send each other letters through the shop.
func (d *Desk) mailable(ctx context.Context, e hook.Effect) ([]chat.Entry, error) {
	if err := chat.CheckEmail("email", e.Address); err != nil {
		return nil, err
	}
	es, err := d.sessions.Transcript(ctx, e.Session)
	if err != nil || !e.Unconfirmed || slices.ContainsFunc(es, answers) {
		return es, err
	}
	return slices.DeleteFunc(es, func(x chat.Entry) bool { return x.Author.Kind == chat.AuthorVisitor }), nil
}

// answers reports whether an entry is an agent's message.
func answers(e chat.Entry) bool {
	return e.Kind == chat.KindMessage && (e.Author.Kind == chat.AuthorAgent || e.Author.Kind == chat.AuthorBot)
}

func (d *Desk) handOff(ctx context.Context, e hook.Effect) (string, error) {
	entries, err := d.sessions.Transcript(ctx, e.Session)
	if err != nil {
		return "", err
	}
	rs, err := d.cfg.Store.Get(ctx, records.Session(e.Session))
	if err != nil || len(rs) == 0 {
		return "", fmt.Errorf("%w: session %s", chat.ErrNotFound, e.Session)
	}
	s, err := records.Decode[chat.Session](rs[0].Value)
	if err != nil {
		return "", err
	}
	receipts := make(chan string, 1)
	err = d.guard.Call(ctx, func() error {
		receipt, err := d.cfg.Handoff.Take(ctx, hook.Handover{ID: e.ID, Session: e.Session, To: e.To, Address: e.Address, Text: e.Text, Contact: s.Contact, Entries: entries})
		receipts <- receipt
		return err
	})
	if err != nil {
		return "", err
	}
	return "handed off: " + <-receipts, nil
}

// transcriptText writes a transcript as plain text, after an introduction.
func transcriptText(intro string, es []chat.Entry) string {
	text := intro
	for _, e := range es {
		if e.Kind == chat.KindMessage && !e.Erased {
			text += fmt.Sprintf("\n%s %s: %s", e.At.UTC().Format("2006-01-02 15:04"), cmp.Or(e.Author.Name, string(e.Author.Kind)), e.Text)
		}
	}
	return text + "\n"
}
