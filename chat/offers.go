package chat

import (
	"fmt"
	"slices"
)

// MakeOffer offers a waiting session to agents. More than one is a broadcast: exactly one of them
// may win.
type MakeOffer struct {
	Offers []Offer // 1 to 16 with those pending; Deadline after now
	Why    string  // the router's explanation, for the agents' view
}

func (c MakeOffer) apply(t *step) error {
	if !t.State.Waiting() {
		return notIn(t.State)
	}
	if n := len(c.Offers) + len(t.Offers); len(c.Offers) == 0 || n > MaxOffers {
		return invalid("offers", fmt.Sprintf("%d pending, want 1 to %d", n, MaxOffers))
	}
	for _, o := range c.Offers {
		if err := t.offer(o, c.Why, ""); err != nil {
			return err
		}
	}
	t.Arriving = false
	if t.State == Queued {
		t.move(Offered, Admitted)
	}
	return nil
}

// offer adds one pending offer.
func (t *step) offer(o Offer, why string, reason Reason) error {
	switch {
	case o.ID == "":
		return invalid("offers.id", "missing")
	case o.Agent == "":
		return invalid("offers.agent", "missing")
	case !o.Deadline.After(t.now):
		return invalid("offers.deadline", "not after now")
	case t.excludes(o.Agent) && !o.Transfer:
		return invalid("offers.agent", "is excluded from this session")
	}
	for _, p := range t.Offers {
		if p.ID == o.ID || p.Agent == o.Agent {
			return invalid("offers", "made already")
		}
	}
	t.Offered++
	o.N, o.At, o.Deadline = t.Offered, t.now, o.Deadline.Round(0).UTC()
	t.Offers = append(t.Offers, o)
	t.add(Entry{Kind: KindOffer, Agent: o.Agent, Offer: o.ID, Until: o.Deadline, Why: why, Reason: reason, Queue: t.Queue})
	return nil
}

// take removes a pending offer and returns it, or ErrOfferGone.
func (t *step) take(id OfferID) (Offer, error) {
	for i, o := range t.Offers {
		if o.ID == id {
			t.Offers = slices.Delete(t.Offers, i, i+1)
			if len(t.Offers) == 0 {
				t.Offers = nil
			}
			return o, nil
		}
	}
	return Offer{}, ErrOfferGone
}

// rescind ends every pending offer.
func (t *step) rescind(why Reason) {
	for _, o := range t.Offers {
		t.add(Entry{Kind: KindRescinded, Agent: o.Agent, Offer: o.ID, Reason: why})
	}
	t.Offers = nil
}

// refuse counts an offer of a waiting session that was not accepted. A transfer's is its agent's
// affair.
func (t *step) refuse(o Offer, why Reason) {
	if o.Transfer {
		return
	}
	if t.Refused++; t.Refused == unwantedAfter {
		t.add(Entry{Kind: KindUnwanted, Queue: t.Queue, Reason: why})
	}
}

// afterOffer moves the session on after an offer ended without being accepted. A waiting session
// keeps its place in line. A transfer stays with its agent, or falls back to the queue.
func (t *step) afterOffer(o Offer, why Reason) {
	switch {
	case o.Transfer && o.Fallback && o.Queue != "":
		t.toQueue(o.Queue, why, o.Leave)
	case t.State == Offered && len(t.Offers) == 0:
		t.move(Queued, why)
	}
}
