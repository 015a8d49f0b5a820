package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
)

// Send adds a message of the agent's to a session that the agent owns or has joined, and returns
// its entry. When Send returns without an error, the message is in the store. The same command id
// with the same text is the same message. ErrReplyWindow: the visitor's messenger takes no words
// now. ErrInvalid names files where it takes none (Carriage.Files).
func (a Agent) Send(ctx context.Context, id chat.SessionID, r MessageRequest) (chat.Entry, error) {
	m := a.Messages()
	v, err := m.voice(ctx)
	if err != nil {
		return chat.Entry{}, err
	}
	return m.say(ctx, v, "send", id, r, func(s chat.Session, c chat.Send) (chat.Command, error) {
		if set := a.d.engine.settings.Load(); set != nil {
			c.By, c.SplitAt = set.ReplyBy(s), set.SplitOf(s)
		}
		return c, a.d.engine.carries(s, c)
	}, commit.Options{})
}

// Note adds a private note, which the visitor never sees. The colleagues whom it mentions are
// told of it, by their stream and the Notifier, and while the session goes on they follow it: see
// Beside.Follow.
func (a Agent) Note(ctx context.Context, id chat.SessionID, r MessageRequest) (chat.Entry, error) {
	return a.Beside().note(ctx, id, "note", r, chat.AddNote{})
}

// Tag adds and removes tags.
func (a Agent) Tag(ctx context.Context, id chat.SessionID, add, remove []string) error {
	return a.do(ctx, id, func(st staffer, _ chat.Session) chat.Command {
		return chat.Tag{By: st.author(), Add: add, Remove: remove}
	})
}

// do changes a session that the agent may see by one command.
func (a Agent) do(
	ctx context.Context, id chat.SessionID, c func(staffer, chat.Session) chat.Command,
) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	_, err = a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) { return c(st, s), nil }, commit.Options{})
	return err
}

// Typing tells the visitor that the agent is writing, or has stopped. Nothing is stored, and the
// sign may get lost.
func (a Agent) Typing(ctx context.Context, id chat.SessionID, on bool) error {
	st, err := a.who(ctx)
	if err == nil {
		err = st.needs(chat.PowerAnswer)
	}
	if err != nil {
		return err
	}
	s, err := a.see(ctx, id)
	if err != nil {
		return err
	}
	if s.Speaks(st.ID) {
		a.d.engine.signs.Typing(ctx, id, st.author().Kind, on)
	}
	return a.acted(ctx, st)
}

// Read records how far the session's owner has read. It never goes back. For other agents it does
// nothing.
func (a Agent) Read(ctx context.Context, id chat.SessionID, n int) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	s, err := a.see(ctx, id)
	if err != nil || s.Agent != st.ID {
		return err
	}
	if err := a.acted(ctx, st); err != nil {
		return err
	}
	return readMarks{a.d.cfg.Store}.raise(ctx, s, readerAgent, n)
}
