package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// timeOf returns the instant at which a session is changed. An offer is in time until the node that
// leads takes it back, because that node's clock set its deadline. This node's clock may be ahead:
// then an offer that is accepted here counts as accepted at its last instant.
//
// It is the session's own time: the time of day, or what has gone by since the last entry where a
// clock was put back since, or that entry came from a node whose clock is ahead.
func (e *engine) timeOf(s chat.Session, accepted chat.OfferID) time.Time {
	now := e.ownTime(s)
	for _, o := range s.Offers {
		if o.ID == accepted && !now.Before(o.Deadline) && e.led() {
			return o.Deadline.Add(-1)
		}
	}
	return now
}

// ownTime returns a session's own time, from which what ends later counts.
func (e *engine) ownTime(s chat.Session) time.Time {
	return e.replica.OwnTime(s, e.now(), e.tick())
}

// led reports whether another node leads.
func (e *engine) led() bool {
	l := e.replica.Leadership(e.now(), e.outbox.effects.Can)
	return l.Loaded && l.Lease != 0 && e.lease.Term() == 0
}

// ClockAgrees reports whether this node's clock is within two seconds of the median of all nodes', as their heartbeats showed
// it lately. With fewer than two other nodes nobody can tell, and it is true. A node whose clock is off does not lead, and
// should get no requests.
func (d *Desk) ClockAgrees() bool {
	_, fits := replica.NewClocks(d.engine.replica).Skew(d.now(), d.tick())
	return fits
}
