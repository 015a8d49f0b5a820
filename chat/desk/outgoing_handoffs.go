package desk

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store"
)

// Handoffs returns the hand-offs that are not done, as Host.Handoffs does, of the sessions that the
// caller sees. A page may have few, or none, and a next one.
func (o Outgoing) Handoffs(
	ctx context.Context, after string,
) (open []hook.OpenHandoff, next string, err error) {
	st, err := o.who(ctx)
	if err == nil {
		err = st.needs(chat.PowerSee)
	}
	if err == nil && after != "" && !minted(prefixOutbox, after) {
		err = fmt.Errorf("%w: after: never given", chat.ErrInvalid)
	}
	if err != nil {
		return nil, "", err
	}
	all, next, err := o.d.engine.outbox.effects.Handoffs(ctx, after)
	for _, x := range all {
		if st.sentFor(x.Queue) {
			open = append(open, x)
		}
	}
	return open, next, err
}

// HandoffDone says how a hand-off ended elsewhere, as Host.HandoffDone does. It needs the power to
// answer, and the audit trail tells of it. ErrNotFound: it is open no longer, or not the caller's
// to see.
func (o Outgoing) HandoffDone(ctx context.Context, id, outcome string) error {
	st, err := o.who(ctx)
	if err == nil {
		err = st.needs(chat.PowerAnswer)
	}
	if err == nil {
		err = checkHandoffDone(id, outcome)
	}
	if err != nil {
		return err
	}
	box := o.d.engine.outbox.effects
	x, err := box.Handoff(ctx, id)
	if err == nil && !st.sentFor(x.Queue) {
		err = chat.ErrNotFound
	}
	if err != nil {
		return err
	}
	line := o.d.trail.Line(o.by(st), chat.AuditHandoff, outcome)
	rev, err := box.Done(ctx, id, outcome, func(tx *store.Tx) error {
		to := line.Draft(tx)
		to.Add(chat.AuditChange{Kind: chat.AuditSession, ID: string(x.Session)})
		return to.Close()
	})
	if err == nil {
		line.Told(rev)
	}
	return err
}

// checkHandoffDone refuses an id that was never given, and words that are no outcome.
func checkHandoffDone(id, outcome string) error {
	if !minted(prefixOutbox, id) {
		return chat.ErrNotFound
	}
	if outcome == "" {
		return fmt.Errorf("%w: outcome: missing", chat.ErrInvalid)
	}
	return chat.CheckLine("outcome", outcome, maxOutcome)
}
