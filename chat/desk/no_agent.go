package desk

import "cmp"

// NoAgent says what becomes of a session when nobody is there who could serve it: see
// chat.StaffAway. The zero NoAgent is NoAgentMessage.
type NoAgent string

// The ways.
const (
	NoAgentMessage NoAgent = "message" // it is taken as a message for later
	NoAgentWait    NoAgent = "wait"    // it is queued until an agent comes
	NoAgentRefuse  NoAgent = "refuse"  // the visitor gets ErrNoAgent
)

// valid reports whether n is one of the ways, or empty.
func (n NoAgent) valid() bool {
	return n == "" || n == NoAgentMessage || n == NoAgentWait || n == NoAgentRefuse
}

// stored returns the queue as its record has it. NoAgentWait was the default once, and a queue's
// record without the word waits. So NoAgentWait is the empty word in records, which every release
// reads alike, and the default is written as a word.
func (q Queue) stored() Queue {
	switch q.NoAgent {
	case "":
		q.NoAgent = NoAgentMessage
	case NoAgentWait:
		q.NoAgent = ""
	}
	return q
}

// read returns the queue from its record: the opposite of stored.
func (q Queue) read() Queue {
	q.NoAgent = cmp.Or(q.NoAgent, NoAgentWait)
	return q
}
