package chat

import "time"

// Transfer hands a session on: to a queue, where it keeps its place in line, or as an offer to an
// agent, the old one owning it until the offer is accepted. One that waits goes to another queue
// alone: to an agent it is assigned.
type Transfer struct {
	By       Author
	Reason   Reason  // Transferred, BySupervisor, or OffShift. Default: Transferred
	Queue    QueueID // the queue it goes to. Default with Agent: the one it is in
	Agent    AgentID // the agent it is offered to; empty: whoever serves Queue
	Offer    OfferID
	Deadline time.Time
	Fallback bool       // an offer nobody accepts sends it to Queue; otherwise it stays with its agent
	Leave    Reason     // in Queue it is left as a message for later, for this reason. Default: it waits in line
	Command  CommandID  // of the note
	Note     string     // private words to the next agent
	Screened Moderation // what was done about them
}

func (c Transfer) apply(t *step) error {
	if t.State.Waiting() {
		return c.move(t)
	}
	if t.State != Active && t.State != Held {
		return notIn(t.State)
	}
	if err := t.owner(c.By, c.Reason); err != nil {
		return err
	}
	if c.By.Kind == AuthorBot && AgentID(c.By.ID) == t.Agent {
		t.Bot = true
	}
	if c.Queue == "" {
		c.Queue = t.Queue
	}
	if err := CheckName("queue", string(c.Queue)); err != nil {
		return err
	}
	if err := c.note(t); err != nil {
		return err
	}
	if c.Agent == "" {
		t.rescind(Rescinded)
		why := Transferred
		if c.Reason == OffShift {
			why = OffShift
		}
		t.toQueue(c.Queue, why, c.Leave)
		return nil
	}
	switch {
	case c.Agent == t.Agent:
		return invalid("agent", "has it already")
	case len(t.Offers) > 0:
		return ErrState
	case t.State == Held:
		t.move(Active, Transferred)
		t.add(Entry{Kind: KindResumed, Author: c.By, Agent: t.Agent, Reason: Transferred})
	}
	o := Offer{ID: c.Offer, Agent: c.Agent, Deadline: c.Deadline, Transfer: true, Queue: c.Queue}
	o.Fallback, o.Leave = c.Fallback, c.Leave
	return t.offer(o, "", Transferred)
}

// note adds the words to the next agent, if there are any.
func (c Transfer) note(t *step) error {
	if c.Note == "" {
		return nil
	}
	n := AddNote{Author: c.By, Command: c.Command, Text: c.Note, Moderation: c.Screened}
	return n.apply(t)
}

// move puts a waiting session into another queue, at its original place. Whoever asks for it must
// have the power: nobody owns the session.
func (c Transfer) move(t *step) error {
	if c.Agent != "" {
		return invalid("agent", "a session in line is assigned to an agent")
	}
	if err := CheckName("queue", string(c.Queue)); err != nil {
		return err
	}
	if c.Queue == t.Queue {
		return nil
	}
	if err := c.note(t); err != nil {
		return err
	}
	if c.Reason == "" {
		c.Reason = Transferred
	}
	t.rescind(Rescinded)
	t.enter(c.Queue)
	t.Sticky = nil
	t.move(Queued, Transferred)
	t.add(Entry{Kind: KindTransferred, Author: c.By, Queue: c.Queue, Reason: c.Reason})
	t.add(Entry{Kind: KindQueued, Queue: c.Queue, Reason: Transferred})
	if c.Leave != "" {
		return TakeMessage{By: c.By, Reason: c.Leave}.apply(t)
	}
	return nil
}

// toQueue takes the session from its agent, who is excluded from it, and puts it in line at its
// original place. With a reason to leave it, it becomes a message there.
func (t *step) toQueue(q QueueID, why, leave Reason) {
	from := t.Agent
	t.handOn(t.Bot)
	t.enter(q)
	t.Agent, t.Bot, t.Sticky = "", false, nil
	if t.QueuedAt.IsZero() {
		t.QueuedAt = t.now
	}
	t.move(Queued, Transferred)
	t.add(Entry{Kind: KindTransferred, Agent: from, Queue: q, Reason: why})
	t.add(Entry{Kind: KindQueued, Queue: q, Reason: Transferred})
	if leave != "" {
		t.move(Messaged, leave)
		t.add(Entry{Kind: KindMessaged, Queue: q, Reason: leave})
	}
}

// enter puts the session into a queue. Agents who missed or declined it in another one may be asked
// in this one.
func (t *step) enter(q QueueID) {
	if q != t.Queue {
		t.drop(Exclusion.fromOffer)
	}
	t.Queue, t.Ring, t.EnteredAt, t.Arriving = q, 0, t.now, false
}
