package routing

import "time"

// State is all a Router knows, as plain values for encoding/json: the facts, the proposals in
// flight, and what was learned for estimates. Facts are in order of id, so equal Routers have equal
// States.
type State struct {
	Now      int64 // the latest time seen, in nanoseconds since 1970
	Agents   []AgentFact
	Requests []RequestFact
	Offers   []OfferFact // that came as facts of their own
	InFlight []InFlight
	Full     []string // queues that reached their limit and did not reopen yet
	Levels   []LevelRate
	Lines    []LineRate
}

// InFlight is a proposal whose facts have not all come back.
type InFlight struct {
	Decision Decision
	// Seen: the request's record shows it, the agent's does not yet.
	Seen    bool
	Channel string
}

// LevelRate is what agents did at a load of so many units.
type LevelRate struct {
	Load int
	Busy time.Duration
	Done int
}

// LineRate is what the visitors of a queue did.
type LineRate struct {
	Queue  string
	Waited time.Duration
	Left   int
}
