package chat

// Undeliver records that something which was to leave the desk never will: an answer by mail, a
// hand-off. A session that has ended goes back to the agents, as a message that waits for an
// answer. Whoever has an open one sees it in the timeline.
type Undeliver struct {
	Text  string // what failed, for the agents
	Words Span   // the words that did not arrive; zero: it was something else
}

func (c Undeliver) apply(t *step) error {
	if err := (Deliver{Text: c.Text, Reason: Expired}).apply(t); err != nil {
		return err
	}
	if c.Words.To > 0 {
		t.unwatch(c.Words.To)
	}
	if t.Erased || t.State.Running() {
		return nil
	}
	t.move(Messaged, Undelivered)
	if !t.Owed {
		t.Owed, t.OwedAt = true, t.now
	}
	t.add(Entry{Kind: KindMessaged, Queue: t.Queue, Reason: Undelivered})
	return nil
}
