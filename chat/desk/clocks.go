package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// timeOf is the instant at which a session is changed. An offer is in time as long as the node that leads, whose clock set its
// deadline, has not taken it back: this node's may be ahead.
func (d *Desk) timeOf(s chat.Session, accepted chat.OfferID) time.Time {
	now := d.now()
	for _, o := range s.Offers {
		if o.ID == accepted && !now.Before(o.Deadline) && d.led() {
			return o.Deadline.Add(-1)
		}
	}
	return now
}

// led reports whether another node leads.
func (d *Desk) led() bool {
	l := d.engine.replica.Leadership(d.now(), d.engine.outbox.effects.Can)
	return l.Loaded && l.Lease != 0 && d.engine.lease.Term() == 0
}

// ClockAgrees reports whether this node's clock is within two seconds of the median of all nodes', as their heartbeats showed
// it lately. With fewer than two other nodes nobody can tell, and it is true. A node whose clock is off does not lead, and
// should get no requests.
func (d *Desk) ClockAgrees() bool {
	_, fits := d.engine.replica.Skew(d.now(), d.tick())
	return fits
}
