package chat

import "time"

// waits reports whether the session waits for the visitor: the owner wrote last. It does not before
// the owner has written, while the owner owes an answer, and while the session is being handed on.
func (s Session) waits() bool {
	return !s.AgentAt.IsZero() && !s.Fresh && !s.Owed && len(s.Offers) == 0
}

// silentFrom returns when the visitor's silence began: at the owner's last message, or when the
// session became active after it.
func (s Session) silentFrom() time.Time {
	return later(s.AgentAt, s.StateAt)
}

// Warn tells the visitor that the session will be closed for inactivity. It applies only when due.
type Warn struct{}

func (Warn) apply(t *step) error {
	p := t.Policy.Resolved()
	if t.State != Active {
		return notIn(t.State)
	}
	waits := t.waits() && !t.unhurried() && t.WarnedAt.IsZero()
	if p.WarnAfter <= 0 || !waits || t.now.Before(t.silentFrom().Add(p.WarnAfter)) {
		return invalid("warning", "not due")
	}
	t.WarnedAt = t.now
	e := Entry{Kind: KindWarned, Reason: Inactivity}
	if p.CloseAfter > 0 {
		e.Until = t.now.Add(p.CloseAfter)
	}
	t.add(e)
	return nil
}

// SetIdle makes a silent session stop counting against its agent's capacity. It applies only when
// due.
type SetIdle struct{}

func (SetIdle) apply(t *step) error {
	p := t.Policy.Resolved()
	if t.State != Active {
		return notIn(t.State)
	}
	if p.IdleAfter <= 0 || t.Idle || !t.waits() || t.now.Before(t.silentFrom().Add(p.IdleAfter)) {
		return invalid("idle", "not due")
	}
	t.Idle = true
	t.add(Entry{Kind: KindIdle, Agent: t.Agent, Reason: Inactivity})
	return nil
}
