package chat

import "cmp"

// Reopen opens an ended session again, within the policy's ReopenFor: the visitor gets a new place
// in line, or the one of before where it ended because they had left; an agent answers at once and
// owns it. For its visitor a session in wrap-up has ended: when they come back, so does the wrap-up.
// A message left for later is answered by an agent until it is settled, however old it is.
type Reopen struct {
	By    Author
	Queue QueueID // Default: the one it was in
	Moved Reason  // why another Queue takes it. Default: Retired
	Agent AgentID // the agent who answers; empty: it is queued
	Name  string
	Bot   bool // that agent is a bot
}

func (c Reopen) apply(t *step) error {
	if c.Agent != "" && t.Agent == c.Agent && (t.State == Active || t.State == Held) {
		return nil // the agent has it already
	}
	over := t.State == Wrapping && c.By.Kind == AuthorVisitor && c.Agent == ""
	if !t.State.Ended() && !over {
		return ErrState
	}
	if t.Erased {
		return ErrClosed
	}
	p := t.Policy.Resolved()
	answers := t.State == Messaged && c.Agent != ""
	if !answers && (p.ReopenFor < 0 || t.now.After(t.EndedAt.Add(p.ReopenFor))) {
		return ErrWindow
	}
	if c.Queue != "" {
		if err := CheckName("queue", string(c.Queue)); err != nil {
			return err
		}
	}
	if over {
		if err := (EndWrap{Reason: Reopened}).apply(t); err != nil {
			return err
		}
	}
	moved := false
	if c.Queue != "" {
		moved = c.Queue != t.Queue
		t.Queue = c.Queue
	}
	t.Conclusion = Conclusion{}
	last, back := t.Agent, t.Reason == Left && c.By.Kind == AuthorVisitor
	t.Agent, t.Bot, t.Accepted, t.Ring, t.Arriving, t.Refused = "", false, "", 0, false, 0
	t.drop(func(x Exclusion) bool { return x.fromOffer() || x.handed() })
	t.add(Entry{Kind: KindReopened, Author: c.By, Queue: t.Queue, Agent: last, Reason: Reopened})
	if moved {
		t.add(Entry{Kind: KindTransferred, Queue: t.Queue, Reason: cmp.Or(c.Moved, Retired)})
	}
	if c.Agent != "" {
		why := Reopened
		if answers {
			why = Answered
			t.ByMail = t.mailable()
		}
		t.assign(c.Agent, c.Bot, c.Name, why, Entry{})
		return nil
	}
	if !t.Carried() {
		t.here()
	}
	t.EnteredAt = t.now
	if !back || t.QueuedAt.IsZero() {
		t.QueuedAt = t.now
	}
	t.move(Queued, Reopened)
	if p.StickyFor > 0 && last != "" {
		t.Sticky = &Exclusion{Agent: last, Until: t.now.Add(p.StickyFor)}
	}
	t.add(Entry{Kind: KindQueued, Queue: t.Queue, Reason: Reopened})
	return nil
}
