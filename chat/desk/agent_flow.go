package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// Hold sets a session aside for a time, at most the policy's HoldFor. 0 is HoldFor.
func (a Agent) Hold(ctx context.Context, id chat.SessionID, d time.Duration) error {
	if d < 0 {
		return wrong("for", "must not be negative")
	}
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	_, err = a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		if most := s.Policy.Resolved().HoldFor; most > 0 && d > most && s.State == chat.Active {
			return nil, wrong("for", fmt.Sprintf("at most %v", most))
		}
		c := chat.Hold{By: st.author(), Reason: st.reason(s)}
		if d > 0 {
			c.Until = s.Deadline(a.d.engine.ownTime(s), d)
		}
		return c, nil
	}, commit.Options{})
	return err
}

// Resume takes a held session back.
func (a Agent) Resume(ctx context.Context, id chat.SessionID) error {
	return a.do(ctx, id, func(st staffer, s chat.Session) chat.Command {
		return chat.Resume{By: st.author(), Reason: st.reason(s)}
	})
}

// Close ends a session that an agent owns. It then wraps up if its policy says so. A session in
// line is ended with the power to place, and the audit trail tells of it. Concluding says more.
func (a Agent) Close(ctx context.Context, id chat.SessionID) error {
	return a.Concluding(chat.Conclusion{}).Close(ctx, id)
}

// EndWrap ends the wrap-up before its time. It is for the session's owner, or a supervisor.
func (a Agent) EndWrap(ctx context.Context, id chat.SessionID) error {
	return a.Concluding(chat.Conclusion{}).EndWrap(ctx, id)
}

// Settle marks a left message as dealt with.
func (a Agent) Settle(ctx context.Context, id chat.SessionID) error {
	return a.Concluding(chat.Conclusion{}).Settle(ctx, id)
}

// Reopen takes up an ended session again. The agent owns it then, within the agent's capacity
// (ErrAtCapacity).
func (a Agent) Reopen(ctx context.Context, id chat.SessionID) error {
	_, err := reopen(ctx, a, id)
	return err
}

// Answer takes up a left message, however old. The agent owns the session then, within the agent's
// capacity (ErrAtCapacity).
func (a Agent) Answer(ctx context.Context, id chat.SessionID) (SessionCard, error) {
	out, err := reopen(ctx, a, id)
	return cardOf(ctx, a, out, err)
}

func reopen(ctx context.Context, a Agent, id chat.SessionID) (commit.Outcome, error) {
	st, err := a.who(ctx)
	if err != nil {
		return commit.Outcome{}, err
	}
	set, err := a.d.settled.Serving(ctx)
	if err != nil {
		return commit.Outcome{}, err
	}
	return a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		queue, _ := set.InForce.Instead(s.Site, s.Queue)
		return chat.Reopen{
			By: st.author(), Agent: st.ID, Name: st.Name, Bot: st.Bot, Queue: queue,
		}, nil
	}, commit.Options{Capacity: true, Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
		return reclaim(tx, next)
	}})
}
