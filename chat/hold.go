package chat

import "time"

// Hold sets a session aside. It comes back when the visitor writes, when the agent resumes it, or
// at Until.
type Hold struct {
	By     Author
	Reason Reason    // ByAgent or BySupervisor
	Until  time.Time // at most the policy's HoldFor from now. Default: that
}

func (c Hold) apply(t *step) error {
	if t.State == Held {
		return nil
	}
	if t.State != Active {
		return notIn(t.State)
	}
	if err := t.owner(c.By, c.Reason); err != nil {
		return err
	}
	latest := t.now.Add(t.Policy.Resolved().HoldFor)
	switch {
	case c.Until.IsZero():
		c.Until = latest
	case !c.Until.After(t.now) || c.Until.After(latest):
		return invalid("until", "want an instant after now and within the longest hold")
	}
	t.rescind(Rescinded)
	t.move(Held, c.Reason)
	t.HeldUntil = c.Until.Round(0).UTC()
	t.add(Entry{Kind: KindHeld, Author: c.By, Agent: t.Agent, Until: t.HeldUntil, Reason: c.Reason})
	return nil
}

// Resume takes a held session back: by its agent, or because the hold is over, never before that.
type Resume struct {
	By     Author
	Reason Reason // ByAgent, BySupervisor or HoldOver
}

func (c Resume) apply(t *step) error {
	switch {
	case t.State == Active:
		return nil
	case t.State != Held:
		return notIn(t.State)
	case c.Reason == HoldOver && t.now.Before(t.HeldUntil):
		return invalid("reason", "the hold is not over")
	}
	if err := t.owner(c.By, c.Reason); err != nil {
		return err
	}
	t.move(Active, c.Reason)
	t.add(Entry{Kind: KindResumed, Author: c.By, Agent: t.Agent, Reason: c.Reason})
	return nil
}
