package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/store"
)

// Outgoing is a handle for what is to leave the desk and has not yet: answers and transcripts by
// mail, hand-offs. A supervisor's shows what concerns the sessions of their queues.
type Outgoing struct {
	d   *Desk
	who func(context.Context) (staffer, error)
	by  func(staffer) chat.AuditBy
}

// Outgoing returns a handle that lists what is to leave the desk, and has it tried at once.
func (h Host) Outgoing() Outgoing {
	return Outgoing{
		h.d,
		func(context.Context) (staffer, error) { return hostStaffer, nil },
		func(staffer) chat.AuditBy { return audit.ByHost },
	}
}

// Outgoing is Host.Outgoing for a supervisor. Retry needs the power to answer.
func (s Supervisor) Outgoing() Outgoing { return Outgoing{s.d, s.who, staffer.by} }

// Page returns what is to leave the desk, the next one due first and without its texts, and where
// the next page begins: empty after the last one. A page may have few, or none, and a next one.
// ErrInvalid: after was never given.
func (o Outgoing) Page(
	ctx context.Context, after string,
) (es []hook.Effect, next string, err error) {
	st, err := o.who(ctx)
	if err == nil {
		err = st.needs(chat.PowerSee)
	}
	if err != nil {
		return nil, "", err
	}
	all, next, err := o.d.engine.outbox.effects.Page(ctx, after)
	for _, e := range all {
		if st.sent(e) {
			e.Text, e.Subject = "", ""
			es = append(es, e)
		}
	}
	return es, next, err
}

// Retry has something tried at once, whatever its schedule says; what it is stays the same. The
// audit trail tells of it. ErrNotFound: it is there no longer, or not the caller's to see.
// ErrState: it is being tried.
func (o Outgoing) Retry(ctx context.Context, id string) error {
	st, err := o.who(ctx)
	if err == nil {
		err = st.needs(chat.PowerAnswer)
	}
	if err != nil {
		return err
	}
	e, err := o.d.engine.outbox.effects.Find(ctx, id)
	if err == nil && !st.sent(e) {
		err = chat.ErrNotFound
	}
	if err != nil {
		return err
	}
	line := o.d.trail.Line(o.by(st), chat.AuditRetry, "")
	rev, err := o.d.engine.outbox.effects.Hurry(ctx, id, o.d.now(), func(tx *store.Tx) error {
		to := line.Draft(tx)
		to.Add(chat.AuditChange{Kind: chat.AuditSession, ID: string(e.Session)})
		return to.Close()
	})
	if err == nil {
		line.Told(rev)
	}
	return err
}

// sent reports whether the staffer sees what is to leave the desk. What names no queue is for who
// sees everything.
func (s staffer) sent(e hook.Effect) bool { return s.sentFor(e.Queue) }

// sentFor is sent for what leaves the desk for a queue.
func (s staffer) sentFor(q chat.QueueID) bool { return s.whole() || q != "" && s.serves(q) }

// OutgoingBoard is what is to leave the desk and has not yet, in a supervisor's queues. Words that
// wait for their visitor to come back are not among it.
type OutgoingBoard struct {
	Waiting int
	Failing int // of those, whose last try failed
}

// outgoing adds up what is to leave the desk and a staffer sees.
func outgoing(es []hook.Effect, st staffer) (b OutgoingBoard) {
	for _, e := range es {
		if !st.sent(e) || e.Kind == hook.EffectAnswer && e.Tries == 0 && e.Begun.IsZero() {
			continue
		}
		b.Waiting++
		if e.Tries > 0 {
			b.Failing++
		}
	}
	return b
}
