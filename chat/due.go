package chat

import "time"

// Due returns the next command that comes by itself, and when: an offer's end, the inactivity warning, the close after it,
// the idle mark, the end of a hold or of a wrap-up. ok is false when nothing is due however long one waits. What depends on
// more than the session (closing time, a lost agent, the queue's longest wait) is not here. It costs O(offers).
func (s Session) Due() (c Command, at time.Time, ok bool) {
	earliest := func(next Command, t time.Time) {
		if !ok || t.Before(at) {
			c, at, ok = next, t, true
		}
	}
	for _, o := range s.Offers {
		earliest(Expire{Offer: o.ID}, o.Deadline)
	}
	p := s.Policy.Resolved()
	switch s.State {
	case Active:
		if p.WarnAfter > 0 && s.waits() {
			if s.WarnedAt.IsZero() {
				earliest(Warn{}, s.silentFrom().Add(p.WarnAfter))
			} else if p.CloseAfter > 0 {
				earliest(End{Reason: Inactivity, By: Author{Kind: AuthorSystem}}, s.WarnedAt.Add(p.CloseAfter))
			}
		}
		if p.IdleAfter > 0 && !s.Idle && s.waits() {
			earliest(SetIdle{}, s.silentFrom().Add(p.IdleAfter))
		}
	case Held:
		earliest(Resume{Reason: HoldOver, By: Author{Kind: AuthorSystem}}, s.HeldUntil)
	case Wrapping:
		earliest(EndWrap{Reason: WrapOver}, s.StateAt.Add(p.WrapUp))
	}
	return c, at, ok
}

// waits reports whether the owner wrote last, so that it is the visitor who is silent. Before the owner has written, while
// the owner owes an answer, and while the session is being handed on, nobody's silence counts.
func (s Session) waits() bool {
	return !s.AgentAt.IsZero() && !s.Fresh && !s.Owed && len(s.Offers) == 0
}

// silentFrom is when the visitor's silence began: with the owner's last words, or when the session became active after them.
func (s Session) silentFrom() time.Time {
	return later(s.AgentAt, s.StateAt)
}

// Warn tells the visitor that the session will be closed for inactivity. It applies only when due.
type Warn struct{}

func (Warn) apply(t *turn) error {
	p := t.Policy.Resolved()
	if t.State != Active {
		return notIn(t.State)
	}
	if p.WarnAfter <= 0 || !t.waits() || !t.WarnedAt.IsZero() || t.now.Before(t.silentFrom().Add(p.WarnAfter)) {
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

// SetIdle makes a silent session stop counting against its agent's capacity. It applies only when due.
type SetIdle struct{}

func (SetIdle) apply(t *turn) error {
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
