package chat

import "time"

// Absence is what is known of a visitor who is not there. The zero Absence is for one who is, and
// for one of whom nothing is known: a visitor who comes by a messenger, by mail, by a token of an
// app, or through the host's own code has no page that could be closed, and never leaves.
type Absence struct {
	// Since is when the last page of the visitor's went.
	Since time.Time
	// Hidden says that no page of the visitor's was looked at when the last one was heard of, and
	// that none said that it closes: a phone that is locked looks like that.
	Hidden bool
	// Presumed says that the node that had the page is gone. The visitor counts as being there
	// until the policy's LeaveAfter is over: they had to find another node first.
	Presumed bool
}

// Gone reports whether the visitor is known not to be there, so that the session is not offered.
func (a Absence) Gone() bool { return !a.Since.IsZero() && !a.Presumed }

// WhenLeft is what becomes of a session in line whose visitor has left.
type WhenLeft string

// The ways. Without a word of the visitor there is nothing to answer, and it is abandoned.
const (
	WhenLeftReachable WhenLeft = "reachable" // a message where they can be reached, else abandoned
	WhenLeftMessage   WhenLeft = "message"   // a message
	WhenLeftAbandon   WhenLeft = "abandon"   // abandoned
)

// AwayFor reports whether a session in line is not to be offered now, because its visitor is gone.
// No visitor counts as gone where the policy's LeaveAfter is off, or where the session came by
// another channel than the shop's pages.
func (s Session) AwayFor(a Absence) bool { return a.Gone() && s.minds() && s.State.Waiting() }

// minds reports whether it matters that the session's visitor is gone.
func (s Session) minds() bool {
	return s.Channel == "" && !s.Carried() && s.Policy.Resolved().LeaveAfter > 0
}

// Leaves returns when the visitor counts as having left, by what is known of their absence. The
// zero Time is never, and also for a session that they have left already, or that does not depend
// on it.
func (s Session) Leaves(a Absence) time.Time {
	concerns := s.State.Waiting() || s.State == Active && s.LeftAt.IsZero()
	if a.Since.IsZero() || !s.minds() || !concerns {
		return time.Time{}
	}
	p := s.Policy.Resolved()
	lasts := p.LeaveAfter
	if a.Hidden {
		if p.LeaveHidden < 0 {
			return time.Time{}
		}
		lasts = max(lasts, p.LeaveHidden)
	}
	return a.Since.Add(lasts)
}

// ringing returns an offer that is out though the visitor is gone.
func (s Session) ringing(a Absence) (Offer, bool) {
	if s.State != Offered || len(s.Offers) == 0 || !s.AwayFor(a) {
		return Offer{}, false
	}
	return s.Offers[0], true
}

// Leave says that the session's visitor has been gone for the policy's LeaveAfter. One in line
// ends, as the policy says; one that is active stays with its agent, and takes no capacity. It
// applies only when due.
type Leave struct {
	Absence
}

func (c Leave) apply(t *step) error {
	if !t.State.Waiting() && t.State != Active {
		return notIn(t.State)
	}
	if at := t.Leaves(c.Absence); at.IsZero() || t.now.Before(at) {
		return invalid("leave", "not due")
	}
	since := c.Since.Round(0).UTC()
	if t.State == Active {
		t.Idle, t.LeftAt = true, since
		t.add(Entry{Kind: KindIdle, Agent: t.Agent, Reason: Left, Since: since})
		return nil
	}
	t.rescind(Cancelled)
	t.settlePromiseAt(false, since)
	t.Arriving = false
	e := Entry{Kind: KindAbandoned, Queue: t.Queue, Reason: Left, Since: since}
	if t.leavesWord() {
		e.Kind = KindMessaged
		t.move(Messaged, Left)
	} else {
		t.Reply.settle(true, since)
		t.move(Abandoned, Left)
	}
	t.LeftAt = since
	t.add(e)
	return nil
}

// leavesWord reports whether the session of a visitor who has left becomes a message.
func (t *step) leavesWord() bool {
	if t.VisitorAt.IsZero() {
		return false
	}
	switch t.Policy.Resolved().WhenLeft {
	case WhenLeftMessage:
		return true
	case WhenLeftAbandon:
		return false
	}
	return t.Contact.Email != "" || t.Contact.Phone != ""
}

// Return says that a visitor who had left is there again. A session that ended by that is in line
// at its original place, within the policy's ReopenFor; one that an agent has counts again. Any
// other stays as it is.
type Return struct {
	Queue QueueID // the line of one that had ended. Default: the one it was in
	Moved Reason  // why another Queue takes it. Default: Retired
}

func (c Return) apply(t *step) error {
	switch {
	case t.State.Ended() && t.Reason == Left:
		by := Author{Kind: AuthorVisitor, ID: string(t.Visitor), Name: t.Contact.Name}
		if err := (Reopen{By: by, Queue: c.Queue, Moved: c.Moved}).apply(t); err != nil {
			return err
		}
		t.Reason = CameBack
	case t.State == Active && !t.LeftAt.IsZero():
		t.Idle, t.LeftAt = false, time.Time{}
		t.add(Entry{Kind: KindIdle, Agent: t.Agent, Reason: CameBack})
	}
	return nil
}
