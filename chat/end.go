package chat

import (
	"strings"
	"time"
)

// End ends a session. A waiting one is abandoned; an owned one closes, or wraps up first if the
// policy says so.
type End struct {
	By     Author
	Reason Reason // ByVisitor, ByAgent, BySupervisor, ByHost, Inactivity (only when due) or Erased
	Conclusion
	Screened Moderation // what was done about Next
}

func (c End) apply(t *step) error {
	if err := c.check(); err != nil {
		return err
	}
	switch {
	case t.State.Ended() || t.State == Wrapping:
		return notIn(Closed)
	case c.Reason == Inactivity && (t.State.Waiting() || !t.inactive()):
		return invalid("reason", "inactivity is not due")
	case t.State.Waiting():
		t.rescind(Cancelled)
		t.settlePromise(c.byStaff())
		t.settleReply(c.Reason == ByVisitor || c.Reason == Left)
		t.move(Abandoned, c.Reason)
		t.conclude(c.Conclusion)
		e := Entry{Kind: KindAbandoned, Author: c.By, Queue: t.Queue, Reason: c.Reason}
		t.add(c.ending(e, c.Screened))
		return nil
	}
	if err := t.owner(c.By, c.Reason); err != nil {
		return err
	}
	t.settleReply(c.Reason == ByVisitor || c.Reason == Left)
	t.conclude(c.Conclusion)
	t.finish(c.By, c.Reason, c.ending(Entry{}, c.Screened))
	return nil
}

// byStaff reports whether people of the shop end it, and not its visitor.
func (c End) byStaff() bool {
	return c.Reason == BySupervisor || c.Reason == ByHost ||
		c.Reason == ByAgent && c.By.Kind == AuthorAgent
}

// inactive reports whether the session is to be closed for inactivity: the time after the warning
// is over, or nobody has done anything to it for the policy's EndAfter.
func (t *step) inactive() bool {
	if !t.Owed && past(t.forgotten(), t.now) {
		return true
	}
	d := t.Policy.Resolved().CloseAfter
	warned := !t.unhurried() && t.waits() && !t.WarnedAt.IsZero()
	return d > 0 && warned && !t.now.Before(t.WarnedAt.Add(d))
}

// finish closes an owned session, after a wrap-up if the policy asks for one. For the visitor it is
// over now.
func (t *step) finish(by Author, why Reason, e Entry) {
	t.rescind(Rescinded)
	e.Kind, e.Author, e.Agent, e.Reason = KindClosed, by, t.Agent, why
	t.add(e)
	if t.Policy.WrapUp <= 0 {
		t.move(Closed, why)
		return
	}
	t.move(Wrapping, why)
	t.add(Entry{Kind: KindWrapping, Agent: t.Agent, Until: t.now.Add(t.Policy.WrapUp)})
}

// EndWrap ends the wrap-up: by its agent, or when its time is over, never before.
type EndWrap struct {
	Reason Reason // ByAgent, BySupervisor, AgentGone, WrapOver or Reopened
	Conclusion
	Screened Moderation // what was done about Next
}

func (c EndWrap) apply(t *step) error {
	if err := c.check(); err != nil {
		return err
	}
	if t.State == Closed {
		return nil
	}
	if t.State != Wrapping {
		return notIn(t.State)
	}
	if c.Reason == WrapOver && t.now.Before(t.StateAt.Add(t.Policy.WrapUp)) {
		return invalid("reason", "the wrap-up is not over")
	}
	ended, why := t.EndedAt, t.Reason
	t.move(Closed, why)
	t.EndedAt = ended
	t.conclude(c.Conclusion)
	t.add(c.ending(Entry{Kind: KindUpdated, Agent: t.Agent, Reason: c.Reason}, c.Screened))
	return nil
}

// TakeMessage turns a waiting session into a message for later: nobody could answer in time, or the
// visitor chose so.
type TakeMessage struct {
	By     Author
	Reason Reason // LongestWait, Closing, QueueFull, NoAgent or Choice
	Why    string
}

func (c TakeMessage) apply(t *step) error {
	if t.State == Messaged {
		return nil
	}
	if !t.State.Waiting() {
		return notIn(t.State)
	}
	t.rescind(Rescinded)
	t.settlePromise(c.Reason != Choice)
	t.Arriving = false
	t.move(Messaged, c.Reason)
	t.add(Entry{Kind: KindMessaged, Author: c.By, Queue: t.Queue, Reason: c.Reason, Why: c.Why})
	return nil
}

// Settle says that a left message was dealt with, or that nobody did in all that time.
type Settle struct {
	By     Author
	Reason Reason // Settled or Unanswered. Default: Settled
	Conclusion
	Screened Moderation // what was done about Next
}

func (c Settle) apply(t *step) error {
	if err := c.check(); err != nil {
		return err
	}
	if t.State == Closed {
		return nil
	}
	if t.State != Messaged {
		return notIn(t.State)
	}
	why := Settled
	if c.Reason == Unanswered {
		why = Unanswered
	}
	t.settleReply(why == Settled)
	t.move(Closed, why)
	t.conclude(c.Conclusion)
	t.add(c.ending(Entry{Kind: KindClosed, Author: c.By, Reason: why}, c.Screened))
	return nil
}

// Escalate ends a session that goes on by e-mail or phone. The desk puts the hand-off in its outbox
// in the same batch.
type Escalate struct {
	By      Author
	Reason  Reason // Default: Escalated
	To      string // email, phone, or a name the host knows
	Address string // where it goes on: an address for email, a number for phone; of others, up to the host
	Text    string
	Until   time.Time // by when it is to be done there; zero: nobody says
	Conclusion
	Screened     Moderation // what was done about Next
	TextScreened Moderation // what was done about Text
}

func (c Escalate) apply(t *step) error {
	if t.State != Active && t.State != Held {
		return notIn(t.State)
	}
	if err := t.owner(c.By, c.Reason); err != nil {
		return err
	}
	if c.To == "" {
		return invalid("to", "missing")
	}
	if err := short("to", c.To, 32); err != nil {
		return err
	}
	if err := c.reaches(); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	t.settleReply(true)
	t.conclude(c.Conclusion)
	t.add(Entry{Kind: KindEscalated, Author: c.By, Text: c.To, Until: c.Until})
	if c.Text != "" {
		note := AddNote{Author: c.By, Text: c.Text, Moderation: c.TextScreened}
		if err := note.apply(t); err != nil {
			return err
		}
	}
	t.finish(c.By, Escalated, c.ending(Entry{}, c.Screened))
	return nil
}

// reaches refuses a way on that leads nowhere: the session would be over, and nobody could go on
// with it.
func (c Escalate) reaches() error {
	switch strings.ToLower(strings.TrimSpace(c.To)) {
	case "email", "e-mail", "mail":
		return CheckEmail("address", c.Address)
	case "phone":
		return CheckPhone("address", c.Address)
	}
	return short("address", c.Address, MaxEmail)
}
