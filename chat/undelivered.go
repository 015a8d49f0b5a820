package chat

// Undeliver records that something which was to leave the desk never will: an answer by mail, a
// hand-off. A session that has ended goes back to the agents, as a message that waits for an
// answer. Whoever has an open one sees it in the timeline.
type Undeliver struct {
	Text  string // what failed, for the agents
	Of    int    // the number of the message that did not arrive; 0: it was more, or else
	Words Span   // the words that did not arrive; zero: it was something else
	Dead  string // what a desk keeps of an address that gets no mail any more. Default: nothing
	Line  bool   // the messenger's watch over Words is over. Default: the mail's
}

func (c Undeliver) apply(t *step) error {
	if err := (Deliver{Text: c.Text, Reason: Expired}).apply(t); err != nil {
		return err
	}
	t.entries[len(t.entries)-1].Of = c.Of
	t.names(c.Dead)
	if c.Words.To > 0 {
		t.unwatch(Unwatch{UpTo: c.Words.To, Line: c.Line})
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
