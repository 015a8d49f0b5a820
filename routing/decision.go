package routing

import "time"

// Decision is a proposal. It holds what it needs (the agent's slot, the request's place) until its
// facts come back by Set, or until Undo. The package comment says what to write for each Kind.
type Decision struct {
	Kind    Kind
	Request string
	Agent   string // the agent offered, assigned, relieved or reported
	Offer   int    // the offer's number within its request: 1, 2, …; 0 when the decision concerns none
	// Deadline of an Offer: at this instant, and not before, it expires.
	Deadline time.Time
	Why      Reason

	At       time.Time // the now of the Advance that proposed it
	Queue    string    // Offer, Assign: the request's queue; Overflow: where it goes
	Ring     int       // Offer, Assign, Widen: the request's ring
	Weight   int       // units charged (Offer, Assign) or returned (Requeue, Rescind, Wrapped, Idle)
	Turn     int64     // Offer, Assign: the agent's turn from now on
	Priority int       // Requeue of an owned request: the priority from now on
	Until    time.Time // Requeue of an expired offer: end of the exclusion; zero means for good
	// Batch is shared by decisions that must be committed, or undone, together: the offers of one
	// broadcast. It numbers the batches of one Advance from 1.
	Batch int
	// RequestRev and AgentRev are the revisions the decision was made on: the conditions of its
	// commit. 0 where it does not concern such a record.
	RequestRev, AgentRev uint64
}
