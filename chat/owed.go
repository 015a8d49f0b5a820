package chat

import "time"

// Debt is what an agent owes the visitor.
type Debt struct {
	// Owed says that the visitor wrote last: an agent owes an answer.
	Owed bool `json:"owed,omitempty"`
	// OwedAt is when the visitor wrote the first message that nobody has answered.
	OwedAt time.Time `json:"owed_at,omitzero"`
	// OverdueAt is when the owner had owed an answer for the policy's AnswerWithin; zero: not yet.
	OverdueAt time.Time `json:"overdue_at,omitzero"`
	// Fresh says that the owner has not written since taking the session over.
	Fresh bool `json:"fresh,omitempty"`
	Replies
}

// Replies counts the answers that agents owed by a response target: see Send.By.
type Replies struct {
	InTime int `json:"in_time,omitempty"` // answers that came by their target
	Late   int `json:"late,omitempty"`    // answers that came after it
}

// paid returns the debt after an answer that was owed by an instant; the zero Time is no target.
func (d Debt) paid(by, now time.Time) Debt {
	switch {
	case by.IsZero():
	case now.After(by):
		d.Late++
	default:
		d.InTime++
	}
	return Debt{Replies: d.Replies}
}

// owe notes a message of the visitor.
func (t *step) owe() {
	t.VisitorAt = t.now
	if !t.Owed {
		t.Owed, t.OwedAt = true, t.now
	}
}

// OwedSince returns since when the visitor has waited for an answer: since the first message that
// nobody has answered, or since an agent took the session over and has said nothing yet. It is the
// zero Time when nothing is owed.
func (s Session) OwedSince() time.Time {
	switch {
	case !s.State.Running() && s.State != Messaged:
		return time.Time{}
	case s.Owed && s.OwedAt.IsZero(): // by a record of an earlier release
		return s.VisitorAt
	case s.Owed:
		return s.OwedAt
	case s.State == Active && s.Fresh && s.Reason != Reopened: // who reopened it owes no word
		return s.StateAt
	}
	return time.Time{}
}

// Overdue reports whether the owner has owed an answer for longer than the policy's AnswerWithin.
func (s Session) Overdue() bool { return s.State == Active && !s.OverdueAt.IsZero() }

// late returns when the present owner will have owed an answer for d: whoever takes a session over
// has all of it. It is the zero Time when nothing is owed.
func (s Session) late(d time.Duration) time.Time {
	since := s.OwedSince()
	if s.State != Active || since.IsZero() {
		return time.Time{}
	}
	return later(since, s.StateAt).Add(d)
}

// Remind notes that the owner owes an answer for the policy's AnswerWithin. It applies only when
// due.
type Remind struct{}

func (Remind) apply(t *step) error {
	p := t.Policy.Resolved()
	if t.State != Active {
		return notIn(t.State)
	}
	at := t.late(p.AnswerWithin)
	if p.AnswerWithin <= 0 || t.ByMail || t.Overdue() || !past(at, t.now) {
		return invalid("overdue", "not due")
	}
	t.OverdueAt = t.now
	t.add(Entry{Kind: KindOverdue, Agent: t.Agent, Reason: Unanswered})
	return nil
}

// lastAct returns when a person last did something to the session, as far as it can be told from
// it. An assignment that nobody made by hand is no such act.
func (s Session) lastAct() time.Time {
	at := later(later(s.CreatedAt, s.QueuedAt), later(s.VisitorAt, s.AgentAt))
	if s.State.Owned() && s.Reason != AutoAccept {
		at = later(at, s.StateAt)
	}
	return at
}

// forgotten returns when the policy's EndAfter is over; the zero Time is never.
func (s Session) forgotten() time.Time {
	d, last := s.Policy.Resolved().EndAfter, s.lastAct()
	if d <= 0 || last.IsZero() {
		return time.Time{}
	}
	return last.Add(d)
}

// takenBack returns when the session is taken from an owner who owes an answer; the zero Time is
// never.
func (s Session) takenBack() time.Time {
	if s.State != Active || !s.Owed {
		return time.Time{}
	}
	at := s.forgotten()
	if d := s.Policy.TakeBackAfter; d > 0 {
		if late := s.late(d); at.IsZero() || late.Before(at) {
			at = late
		}
	}
	return at
}
