package routing

// Mode says whether an agent takes new requests. A connection that broke is not a mode but
// [AgentFact.LostSince].
type Mode uint8

// The modes. Only Available agents receive offers.
const (
	// Offline is signed out: chats the agent still owns go back to their queue.
	Offline Mode = iota
	// Available takes requests up to the capacity.
	Available
	// Break takes none; pending offers are rescinded, active chats are kept.
	Break
	// Draining takes none; pending offers and active chats are kept. At load 0 follows Drained.
	Draining
)

var modeNames = [...]string{"offline", "available", "break", "draining"}

// String returns the mode's name in lower case.
func (m Mode) String() string { return nameOf(modeNames[:], int(m)) }

// nameOf returns names[i], or "unknown" for a value this release does not know.
func nameOf(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return "unknown"
	}
	return names[i]
}
