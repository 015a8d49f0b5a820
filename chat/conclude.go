package chat

// MaxNext is how many characters a stated next step may have.
const MaxNext = 200

// Conclusion is what the agent who ends a session says of it. The zero Conclusion says nothing.
type Conclusion struct {
	// Outcome is one of those that the queue has, 1 to MaxOutcome characters. Visitors do not see it.
	Outcome string `json:"outcome,omitempty"`
	// Next is what happens next, in words for the visitor, at most MaxNext characters.
	Next string `json:"next_step,omitempty"`
}

// MaxOutcome is how many characters the name of an outcome may have.
const MaxOutcome = 40

// check refuses words that are no outcome, and no next step.
func (c Conclusion) check() error {
	if err := short("outcome", c.Outcome, MaxOutcome); err != nil || c.Next == "" {
		return err
	}
	return checkText("next_step", c.Next, MaxNext)
}

// ending is the entry that ends a session with what is said of it; m is what was done about Next.
func (c Conclusion) ending(e Entry, m Moderation) Entry {
	e.Text, e.Outcome = c.Next, c.Outcome
	if c.Next != "" {
		e.Moderation = m
	}
	return e
}

// conclude keeps what is said of a session at its end. What is not said stays as it was.
func (t *step) conclude(c Conclusion) {
	if c.Outcome != "" {
		t.Outcome = c.Outcome
	}
	if c.Next != "" {
		t.Next = c.Next
	}
}
