package chat

import "slices"

// Assign gives a session to an agent without an offer step: auto-accept, picked from the queue, or
// by a supervisor, who may also move one that another agent owns.
type Assign struct {
	Agent    AgentID
	Name     string // what the visitor sees
	Bot      bool   // the agent is a bot
	Reason   Reason // AutoAccept, Picked or BySupervisor
	Why      string
	Override bool // a supervisor lifts the agent's load above the capacity knowingly
}

func (c Assign) apply(t *step) error {
	switch {
	case c.Agent == "":
		return invalid("agent", "missing")
	case t.State.Owned() && t.Agent == c.Agent && t.State != Wrapping:
		return nil
	case t.State == Active || t.State == Held:
		if c.Reason != BySupervisor {
			return ErrState
		}
		t.rescind(BySupervisor)
		t.add(Entry{Kind: KindTransferred, Agent: c.Agent, Queue: t.Queue, Reason: BySupervisor})
	case t.State.Waiting():
		t.rescind(Taken)
	default:
		return notIn(t.State)
	}
	t.Offered++
	t.assign(c.Agent, c.Bot, c.Name, c.Reason, Entry{Why: c.Why, Override: c.Override})
	return nil
}

// assign makes the agent the owner. e carries what the entry says beside that. The owner has
// written nothing yet, so nobody's silence counts. Agents who handed the session on may have it
// again, because somebody else has had it.
func (t *step) assign(a AgentID, bot bool, name string, why Reason, e Entry) {
	t.settlePromise(false)
	t.move(Active, why)
	if t.Bot && t.Agent != a {
		t.handOn(true) // the bot that had the session does not get it back by itself
	}
	t.Agent, t.Bot, t.Sticky, t.Fresh, t.Arriving, t.Refused = a, bot, nil, true, false, 0
	t.People = t.People && !bot
	t.drop(func(x Exclusion) bool { return x.Agent == a || x.handed() })
	if t.AssignedAt.IsZero() {
		t.AssignedAt = t.now
	}
	e.Kind, e.Agent, e.Author, e.Reason = KindAssigned, a, agentAuthor(a, name), why
	t.add(e)
}

// Requeue puts a session whose agent is gone back in line at its original place; the agent is
// preferred for the policy's StickyFor. One that is wrapping closes instead. With Unanswered it is
// taken from an agent who owes an answer, only when due, and kept from the agent for the policy's
// MissFor.
type Requeue struct {
	Reason Reason // AgentGone or Unanswered. Default: AgentGone
}

func (c Requeue) apply(t *step) error {
	if c.Reason == "" {
		c.Reason = AgentGone
	}
	switch {
	case t.State == Wrapping:
		return EndWrap{Reason: c.Reason}.apply(t)
	case !t.State.Owned():
		return notIn(t.State)
	case c.Reason == Unanswered && !past(t.takenBack(), t.now):
		return invalid("reason", "the answer is not overdue")
	}
	handing := slices.ContainsFunc(t.Offers, func(o Offer) bool { return o.Transfer })
	if handing || t.Bot && c.Reason == Unanswered {
		t.handOn(t.Bot) // the agent was handing it on, or is a bot that fell silent
	}
	t.rescind(c.Reason)
	gone := t.Agent
	t.Agent, t.Bot, t.EnteredAt = "", false, t.now
	t.move(Queued, c.Reason)
	if c.Reason == Unanswered {
		t.excludeFromOffer(gone, t.Policy.Resolved().MissFor, false)
	} else if d := t.Policy.StickyFor; d > 0 {
		t.Sticky = &Exclusion{Agent: gone, Until: t.now.Add(d)}
	}
	t.add(Entry{Kind: KindQueued, Queue: t.Queue, Agent: gone, Reason: c.Reason})
	return nil
}

// Widen widens the search for an agent by a ring, or lets the session overflow to another queue.
// Its place stays.
type Widen struct {
	Ring  int
	Queue QueueID // the queue it overflows to. Default: the one it is in
	Why   string
}

func (c Widen) apply(t *step) error {
	if !t.State.Waiting() {
		return notIn(t.State)
	}
	if c.Queue != "" && c.Queue != t.Queue {
		t.rescind(Overflowed)
		t.enter(c.Queue)
		t.Ring = c.Ring
		t.move(Queued, Overflowed)
		t.add(Entry{Kind: KindQueued, Queue: c.Queue, Reason: Overflowed, Why: c.Why})
		return nil
	}
	if c.Ring <= t.Ring {
		return nil
	}
	t.Ring = c.Ring
	t.add(Entry{Kind: KindUpdated, Queue: t.Queue, Reason: Widened, Why: c.Why})
	return nil
}
