package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
)

// Send adds a message of the visitor's and returns its entry. When Send returns without an error,
// the message is in the store. The same command id with the same text is the same message.
func (v Visitor) Send(ctx context.Context, id chat.SessionID, r MessageRequest) (chat.Entry, error) {
	m := v.Messages()
	me, err := m.voice(ctx)
	if err != nil {
		return chat.Entry{}, err
	}
	how, err := saying(ctx, v.d, chat.VisitorID(me.author.ID), r.Text)
	if err != nil {
		return chat.Entry{}, err
	}
	return m.say(ctx, me, "send", id, r, how, commit.Options{})
}

// asSaid sends what was said as it is.
func asSaid(_ chat.Session, c chat.Send) (chat.Command, error) { return c, nil }

// change changes one of the visitor's sessions. Any other session gives ErrNotFound.
func (v Visitor) change(ctx context.Context, me chat.VisitorID, id chat.SessionID, c func(chat.Session) (chat.Command, error), o commit.Options) (commit.Outcome, error) {
	if !minted(prefixSession, string(id)) {
		return commit.Outcome{}, chat.ErrNotFound
	}
	var err error
	if o.Guard, err = v.revoked(ctx); err != nil {
		return commit.Outcome{}, err
	}
	o.Allow = mine(me)
	return v.d.committer.Change(ctx, id, c, o)
}

// Typing tells the agent that the visitor is writing, or has stopped. Nothing is stored, and the
// sign may get lost.
func (v Visitor) Typing(ctx context.Context, id chat.SessionID, on bool) error {
	s, err := v.own(ctx, id)
	if err != nil || s.State.Ended() {
		return err
	}
	v.d.engine.signs.Typing(ctx, id, chat.AuthorVisitor, on)
	return nil
}

// Read records how far the visitor has read. It never goes back.
func (v Visitor) Read(ctx context.Context, id chat.SessionID, n int) error {
	s, err := v.own(ctx, id)
	if err != nil {
		return err
	}
	return readMarks{v.d.cfg.Store}.raise(ctx, s, readerVisitor, n)
}
