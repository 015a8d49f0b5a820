package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// hands is an act of staff, or of the host, on a session in line. The audit trail tells of it. What
// the same act does to any other session stands in the timeline alone.
type hands struct {
	line *audit.Line
	held bool // the batch holds the line
}

func handsOn(t audit.Trail, by chat.AuditBy, act chat.AuditAct) *hands {
	return &hands{line: t.Line(by, act, "")}
}

// tell puts the line into the batch: it is for commit.Options.Also.
func (h *hands) tell(tx *store.Tx, was, next chat.Session, es []chat.Entry) error {
	if h.held = was.State.Waiting() && len(es) > 0; !h.held {
		return nil
	}
	c := chat.AuditChange{Kind: chat.AuditSession, ID: string(was.ID)}
	c.Before, c.After = audit.Differ(placeOf(was), placeOf(next))
	to := h.line.Draft(tx)
	to.Add(c)
	return to.Close()
}

// told tells the observer, once the batch is committed.
func (h *hands) told(out commit.Outcome, err error) {
	if err == nil && h.held && !out.Replayed {
		h.line.Told(out.Rev)
	}
}

// placeOf is what an act on the line may change of a session.
func placeOf(s chat.Session) []byte {
	b, _ := json.Marshal(struct {
		State    chat.State   `json:"state"`
		Queue    chat.QueueID `json:"queue"`
		Priority int          `json:"priority"`
	}{s.State, s.Queue, s.Priority})
	return b
}

// placedOr is the power to place for a session in line, and p for any other.
func placedOr(p chat.Power) func(chat.Session) chat.Power {
	return func(s chat.Session) chat.Power {
		if s.State.Waiting() {
			return chat.PowerPlace
		}
		return p
	}
}

// inLine refuses a session that is not in line.
func inLine(s chat.Session) error {
	switch {
	case s.State.Waiting():
		return nil
	case s.State.Ended() || s.State == chat.Wrapping:
		return fmt.Errorf("%w: it is %s", chat.ErrClosed, s.State)
	}
	return fmt.Errorf("%w: it is %s", chat.ErrState, s.State)
}

// SetPriority sets how soon a session in line is served: -1000 to 1000, more is sooner; the queue's
// own is added to it. It needs the power to place. ErrState: an agent has the session. ErrClosed:
// it has ended. ErrInvalid: the priority is out of bounds.
func (a Agent) SetPriority(ctx context.Context, id chat.SessionID, priority int) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	h := handsOn(a.d.trail, st.by(), chat.AuditPriority)
	places := func(chat.Session) chat.Power { return chat.PowerPlace }
	out, err := a.changeBy(ctx, st, places, id, func(s chat.Session) (chat.Command, error) {
		return ranked(s, st.author(), st.reason(s), priority)
	}, commit.Options{Also: h.tell})
	h.told(out, err)
	return err
}

// ranked is the command that sets the priority of a session in line.
func ranked(s chat.Session, by chat.Author, why chat.Reason, priority int) (chat.Command, error) {
	if err := inLine(s); err != nil {
		return nil, err
	}
	return chat.Update{By: by, Reason: why, Priority: &priority}, nil
}

// Line is a handle for the host's own code, which puts the line in order. The audit trail tells of
// what it does to a session in line.
type Line struct {
	d *Desk
}

// Line returns a handle that ends, moves and re-prioritises whatever session waits in line, and
// puts right what the host said in one.
func (h Host) Line() Line { return Line(h) }

// End ends a session: one in line is abandoned, one that an agent owns is closed, with its wrap-up.
// said is what the host says of it, at most once: an outcome, one of the queue's or a
// chat.ErrInvalid, and the next step, which the visitor sees. ErrClosed: it has ended.
func (l Line) End(ctx context.Context, id chat.SessionID, said ...chat.Conclusion) error {
	if len(said) > 1 {
		return wrong("said", "want one at most")
	}
	return l.place(ctx, id, chat.AuditEnd, func(s chat.Session) (chat.Command, error) {
		end := chat.End{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.ByHost}
		for _, c := range said {
			end.Conclusion = c
		}
		return end, l.d.engine.fits(s, end.Conclusion, false)
	})
}

// Messages returns the handle for what the host said by Host.Say.
func (l Line) Messages() Messages {
	return Messages{l.d, func(context.Context) (voice, error) {
		return voice{
			author: chat.Author{Kind: chat.AuthorSystem}, commands: byHost, verb: "host.",
			shown: func(e chat.Entry) chat.Entry { return e },
			change: func(
				ctx context.Context, id chat.SessionID, c commit.Decide, o commit.Options,
			) (commit.Outcome, error) {
				if !minted(prefixSession, string(id)) {
					return commit.Outcome{}, chat.ErrNotFound
				}
				return l.d.committer.Change(ctx, id, c, o)
			},
			screen: asWritten,
		}, nil
	}}
}

// Move puts a session in line into another queue, whatever its hours, at its original place. In the
// queue that it is in already nothing happens. ErrState: an agent has it. ErrClosed: it has ended.
// ErrInvalid: there is no such queue.
func (l Line) Move(ctx context.Context, id chat.SessionID, to chat.QueueID) error {
	set, err := l.d.settled.Serving(ctx)
	if err != nil {
		return err
	}
	if _, ok := set.Queue(to); !ok {
		return wrong("queue", "there is no such one")
	}
	return l.place(ctx, id, chat.AuditMove, func(s chat.Session) (chat.Command, error) {
		if err := inLine(s); err != nil {
			return nil, err
		}
		return chat.Transfer{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.ByHost, Queue: to}, nil
	})
}

// SetPriority is Agent.SetPriority for the host's own code.
func (l Line) SetPriority(ctx context.Context, id chat.SessionID, priority int) error {
	return l.place(ctx, id, chat.AuditPriority, func(s chat.Session) (chat.Command, error) {
		return ranked(s, chat.Author{Kind: chat.AuthorSystem}, chat.ByHost, priority)
	})
}

// place changes a session by an act of the host's on the line.
func (l Line) place(ctx context.Context, id chat.SessionID, act chat.AuditAct, c commit.Decide) error {
	if !minted(prefixSession, string(id)) {
		return chat.ErrNotFound
	}
	line := handsOn(l.d.trail, audit.ByHost, act)
	out, err := l.d.committer.Change(ctx, id, c, commit.Options{Also: line.tell})
	line.told(out, err)
	return err
}
