package desk

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// sameAgentFor is a queue's SameAgentFor by default.
const sameAgentFor = 30 * time.Second

// sameAgent returns who had the visitor's last session, to be asked first for a new one: a person of
// the queue who accepts chats and has room for it now, for the queue's SameAgentFor. It is nil where
// there is none, and where the last session ended longer ago than it could be opened again.
func (b *beginning) sameAgent(ctx context.Context) (*chat.Exclusion, error) {
	q := b.door.queue
	lasts := cmp.Or(q.SameAgentFor, sameAgentFor)
	if !b.known || lasts <= 0 {
		return nil, nil
	}
	s, ok, err := b.v.d.sessions.Current(ctx, b.me)
	switch {
	case errors.Is(err, chat.ErrNotFound):
		return nil, nil
	case err != nil || !ok || s.Agent == "" || s.Bot || !s.State.Ended() || s.Erased:
		return nil, err
	case b.door.now.After(s.EndedAt.Add(s.Policy.Resolved().ReopenFor)):
		return nil, nil
	}
	a, err := b.v.d.agent(ctx, s.Agent)
	switch {
	case errors.Is(err, chat.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case a.Removed || a.Bot || a.Mode != chat.Available || !a.In(q.ID):
		return nil, nil
	case a.Capacity > 0 && a.Load+max(1, q.Weight) > a.Capacity:
		return nil, nil
	}
	return &chat.Exclusion{Agent: a.ID, Until: b.door.now.Add(lasts)}, nil
}
