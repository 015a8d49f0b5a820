package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// refused has the agents of the session that it answers, or of the customer's last one by a
// messenger, know that there was something: whoever wrote it is told nothing.
func (a arrival) refused(
	ctx context.Context, id chat.SessionID, found bool,
) (Received, error) {
	if !found {
		var err error
		if _, id, found, err = a.last(ctx); err != nil || !found {
			return Received{Fate: FateRefused}, err
		}
	}
	return a.note(ctx, id, FateRefused, chat.AddNote{
		Text: "The visitor sent something that moderation refused. It is not kept.",
	})
}

// note has the agents of the session that it answers read something. Of a visitor who is banned
// they read nothing.
func (a arrival) note(
	ctx context.Context, id chat.SessionID, fate Fate, n chat.AddNote,
) (Received, error) {
	s, err := a.d.sessions.Get(ctx, id)
	if err == nil {
		var banned bool
		if banned, err = a.banned(ctx, s.Visitor); banned {
			return Received{Fate: FateIgnored}, nil
		}
	}
	if err != nil && !left(err) {
		return Received{}, err
	}
	n.Author = chat.Author{Kind: chat.AuthorSystem}
	return a.add(ctx, id, fate, n)
}

// banned reports whether nobody reads what a visitor sends now.
func (a arrival) banned(ctx context.Context, v chat.VisitorID) (bool, error) {
	m, err := a.d.visitors.get(ctx, v)
	return m.Banned.After(a.d.now()), err
}
