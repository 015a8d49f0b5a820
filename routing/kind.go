package routing

// Kind says what a [Decision] proposes. The package comment lists what a host writes for each.
type Kind uint8

// The kinds of decisions.
const (
	// Offer asks one agent to take a queued request until the Deadline.
	Offer Kind = iota + 1
	// Assign gives a queued request to an agent without asking (auto-accept).
	Assign
	// Rescind ends one offer; the request stays as it is.
	Rescind
	// Requeue puts the request back at its original place.
	Requeue
	// Widen records that the request reached its next ring.
	Widen
	// Overflow moves the request to another queue, its place by arrival kept.
	Overflow
	// GiveUp ends the wait: the message is taken for later.
	GiveUp
	// Drained reports that a draining agent's load is 0.
	Drained
	// Lost reports that a lost agent's grace is over.
	Lost
	// Wrapped ends a wrap-up.
	Wrapped
	// Idle stops an idle chat from counting.
	Idle
	// Pause sends an agent on a break who let several offers in a row expire.
	Pause
	// Admit records that a request was let into its line: its queue's limit no longer turns it
	// away.
	Admit
)

var kindNames = [...]string{"", "offer", "assign", "rescind", "requeue", "widen", "overflow", "give up",
	"drained", "lost", "wrapped", "idle", "pause", "admit"}

// String returns the kind's name in lower case.
func (k Kind) String() string { return nameOf(kindNames[:], int(k)) }
