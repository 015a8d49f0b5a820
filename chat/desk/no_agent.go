package desk

// NoAgent is what becomes of a session when nobody who could serve it is there: see StaffAway. The zero NoAgent is NoAgentMessage.
type NoAgent string

// The ways.
const (
	NoAgentMessage NoAgent = "message" // it is taken as a message for later
	NoAgentWait    NoAgent = "wait"    // it is queued, and waits for somebody to come
	NoAgentRefuse  NoAgent = "refuse"  // ErrNoAgent
)

// valid reports whether it is one of the ways, or none.
func (n NoAgent) valid() bool {
	return n == "" || n == NoAgentMessage || n == NoAgentWait || n == NoAgentRefuse
}

// stored is the queue as its record has it. Waiting was the default once, and the record of a queue that said nothing waits: so the
// empty word stays that of waiting in records, where every release reads the same, and the default is written as a word.
func (q Queue) stored() Queue {
	switch q.NoAgent {
	case "":
		q.NoAgent = NoAgentMessage
	case NoAgentWait:
		q.NoAgent = ""
	}
	return q
}

// read is a queue from its record: the opposite of stored.
func (q Queue) read() Queue {
	q.NoAgent = def(q.NoAgent, NoAgentWait)
	return q
}
