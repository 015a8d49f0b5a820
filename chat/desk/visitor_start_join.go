package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// join sends the text to the open session, as the same command, and updates its contact by what was
// typed.
func (b *beginning) join(ctx context.Context, id chat.SessionID) (SessionView, error) {
	if !b.r.CallAt.IsZero() {
		return SessionView{}, chat.ErrOtherOpen // whoever is in a chat agrees on a call there
	}
	if b.r.Text != "" {
		if err := chat.CheckText("text", b.r.Text); err != nil {
			return SessionView{}, err
		}
	}
	if err := fillIn(ctx, b.v, b.me, id, b.typed(), b.start.Arrival); err != nil {
		return SessionView{}, err
	}
	if b.r.Text != "" {
		seal, err := b.v.d.committer.Seal(ctx)
		if err != nil {
			return SessionView{}, err
		}
		r := MessageRequest{Command: b.r.Command, Text: b.r.Text, Lang: b.r.Locale}
		how, err := saying(ctx, b.v.d, b.me, r.Text)
		if err != nil {
			return SessionView{}, err
		}
		_, err = Messages{d: b.v.d}.say(
			ctx, visiting(b.me, b.v), "send", id, r, how, commit.Options{Also: b.joined(seal)},
		)
		if err != nil {
			return SessionView{}, err
		}
	}
	return b.v.Session(ctx, id)
}

// said reports whether the command has a receipt by now.
func (b *beginning) said(ctx context.Context) (bool, error) {
	seal, err := b.v.d.committer.Seal(ctx)
	if err != nil {
		return false, err
	}
	rs, err := b.v.d.cfg.Store.Get(ctx, records.Done(string(b.me), seal.Name(byVisitor, b.r.Command)))
	return len(rs) > 0, err
}

// joined writes the command's receipt under the visitor too, so that a repetition is known as one
// when the session is over.
func (b *beginning) joined(seal commit.Seal) func(*store.Tx, chat.Session, chat.Session, []chat.Entry) error {
	return func(tx *store.Tx, _, next chat.Session, entries []chat.Entry) error {
		if len(entries) == 0 {
			return nil
		}
		r := seal.Receipt(next.ID, entries, b.body(), next.LastAt)
		return putRecord(tx, records.Done(string(b.me), seal.Name(byVisitor, b.r.Command)), r, nil)
	}
}
