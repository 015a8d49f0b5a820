package chat

// Redirect takes a session that is in line, or was left as a message, to another queue because its
// own is retired. It keeps its place.
type Redirect struct {
	Queue QueueID
}

func (c Redirect) apply(t *step) error {
	if !t.State.Waiting() && t.State != Messaged {
		return notIn(t.State)
	}
	if err := CheckName("queue", string(c.Queue)); err != nil {
		return err
	}
	if c.Queue == t.Queue {
		return invalid("queue", "it is there already")
	}
	if t.State == Messaged {
		t.Queue = c.Queue
		t.add(Entry{Kind: KindTransferred, Queue: c.Queue, Reason: Retired})
		return nil
	}
	t.rescind(Retired)
	t.enter(c.Queue)
	t.move(Queued, Retired)
	t.add(Entry{Kind: KindQueued, Queue: c.Queue, Reason: Retired})
	return nil
}
