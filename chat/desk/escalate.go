package desk

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/store"
)

// EscalateRequest says where a session goes on.
type EscalateRequest struct {
	Command chat.CommandID
	To      string // email, phone, or a name the host knows
	Address string // Default: what the visitor gave
	Text    string // for the person who takes it over; kept as a private note
	// Conclusion is what the agent says of the end, as with Concluding: no outcome is needed
	// here, and one that is stated must be the queue's. Default: nothing.
	Conclusion chat.Conclusion
}

// handoffWithin is a queue's HandoffWithin by default.
const handoffWithin = 3 * 24 * time.Hour

var errNoHandoff = fmt.Errorf(
	"%w: to: nobody takes sessions over here, the desk has no Handoff", chat.ErrInvalid,
)

// Escalate ends a session that goes on by e-mail or phone. The same commit puts the hand-off into
// the outbox, and among the open ones: see Host.Handoffs. A way on that leads nowhere is refused,
// and the session goes on: ErrInvalid names address where it is no address or number, and to where
// the desk has no Handoff.
func (a Agent) Escalate(ctx context.Context, id chat.SessionID, r EscalateRequest) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	command, err := commandOf(a.d.cfg.IDs, r.Command)
	if err != nil {
		return err
	}
	body := r.body(st.ID) // of the words as they were written
	words, err := a.d.hooks.aside(ctx, id, r.Text)
	if err != nil {
		return err
	}
	r.Text = words.text
	said, screened, err := a.d.hooks.conclusion(ctx, id, r.Conclusion)
	if err != nil {
		return err
	}
	e := hook.Effect{
		ID: a.d.cfg.IDs.Mint(prefixOutbox), Kind: hook.EffectHandoff, Session: id, To: r.To,
		Text: r.Text,
	}
	var until time.Time
	_, err = a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		e.Address, e.Queue = r.Address, s.Queue
		if e.Address == "" && r.To == "phone" {
			e.Address = s.Contact.Phone
		} else if e.Address == "" {
			e.Address = s.Contact.Email
		}
		until = a.d.engine.handoffDeadline(s)
		c := chat.Escalate{
			By: st.author(), Reason: st.reason(s), To: r.To, Address: e.Address, Text: r.Text,
			Until: until, Conclusion: said, Screened: screened, TextScreened: words.Moderation,
		}
		if err := a.d.engine.fits(s, said, false); err != nil {
			return nil, err
		}
		if a.d.cfg.Handoff != nil {
			return c, nil
		}
		if _, _, err := chat.Decide(s, c, a.d.now()); err != nil { // what is wrong with the request itself comes first
			return nil, err
		}
		return nil, errNoHandoff
	}, commit.Options{
		Command: command, By: string(st.ID), Body: body,
		Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
			return putHandoff(tx, e, until, next.LastAt)
		},
	})
	return err
}

// body tells a repetition from another command.
func (r EscalateRequest) body(by chat.AgentID) []byte {
	said := []string{string(by), r.To, r.Address, r.Text}
	if r.Conclusion != (chat.Conclusion{}) { // as earlier releases told commands apart, otherwise
		said = append(said, r.Conclusion.Outcome, r.Conclusion.Next)
	}
	return bodyOf("escalate", said...)
}

// handoffDeadline is by when a session that is handed off now is to be done; zero where the queue
// sets none.
func (e *engine) handoffDeadline(s chat.Session) time.Time {
	within := handoffWithin
	if set := e.settings.Load(); set != nil {
		if q, ok := set.Queue(s.Queue); ok {
			within = cmp.Or(q.HandoffWithin, within)
		}
	}
	if within < 0 {
		return time.Time{}
	}
	return s.Deadline(e.ownTime(s), within)
}

// putHandoff adds a hand-off to a batch, and the job that looks whether it is done in time.
func putHandoff(tx *store.Tx, e hook.Effect, until, now time.Time) error {
	if !until.IsZero() {
		if err := putJobIn(tx, now, until.Sub(now), job{Kind: jobHandoff, Key: e.ID}); err != nil {
			return err
		}
	}
	return outbox.Open(tx, e, until, now)
}

// Handoffs lists the hand-offs that are not done, in the order of their ids, a page at a time. Next
// is where the next page begins; empty after the last one.
func (h Host) Handoffs(
	ctx context.Context, after string,
) (open []hook.OpenHandoff, next string, err error) {
	if after != "" && !minted(prefixOutbox, after) {
		return nil, "", fmt.Errorf("%w: after: never given", chat.ErrInvalid)
	}
	return h.d.engine.outbox.effects.Handoffs(ctx, after)
}

// HandoffDone says how a hand-off ended elsewhere. The session's timeline keeps the outcome, 1 to
// 500 characters, and the hand-off is open no more. The error is ErrNotFound if it is not open, or
// no longer: so to say it again changes nothing.
func (h Host) HandoffDone(ctx context.Context, id, outcome string) error {
	if err := checkHandoffDone(id, outcome); err != nil {
		return err
	}
	_, err := h.d.engine.outbox.effects.Done(ctx, id, outcome, nil)
	return err
}

const maxOutcome = 500 // characters
