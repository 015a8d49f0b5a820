package routing

import "time"

// Fact is a record, as far as routing depends on it: an [AgentFact], a [RequestFact] or an
// [OfferFact], as a value or a pointer. The Router keeps no reference to it, so it may be reused.
type Fact interface{ fact() }

func (AgentFact) fact()   {}
func (RequestFact) fact() {}
func (OfferFact) fact()   {}

// OfferFact is one offer, for hosts that keep offers as records of their own. Hosts that keep them
// in the session use [RequestFact.Offers] alone. It may come before its request.
type OfferFact struct {
	Request string
	Number  int // 1, 2, …: unique within the request
	Rev     uint64
	Gone    bool // it ended
	Agent   string
	// Deadline is when it expires; zero means never.
	Deadline time.Time
	Transfer bool // see [PendingOffer]
}

func (f OfferFact) pending() PendingOffer {
	return PendingOffer{f.Number, f.Agent, f.Deadline, f.Transfer}
}
