package routing

// Phase is where a request stands on its way; the ends (closed, abandoned, messaged) are
// [RequestFact.Gone].
type Phase uint8

// The phases, in the order of a chat's life.
const (
	// Queued waits for an agent.
	Queued Phase = iota
	// Offered waits for an agent's answer; its place in the queue is kept.
	Offered
	// Active is owned by an agent and charged with its full weight.
	Active
	// Held is owned, but parked; it is charged as the agent's record says.
	Held
	// Wrapping is over for the visitor; the agent still writes it up, until WrapUntil.
	Wrapping
)

var phaseNames = [...]string{"queued", "offered", "active", "held", "wrapping"}

// String returns the phase's name in lower case.
func (p Phase) String() string { return nameOf(phaseNames[:], int(p)) }
