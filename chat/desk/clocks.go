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
	l := d.engine.replica.Leadership(d.now(), d.can)
	return l.Loaded && l.Lease != 0 && d.engine.lease.Term() == 0
}

// maxStep is how far the time of day may run off the clock of intervals between two looks before it counts as set: more than
// a clock that is slowed down or sped up does.
const maxStep = time.Second

// set looks at every deadline anew if the time of day was set since the last look: what was to be looked at once more, after a
// while, would wait for the time of before.
func (p *Dispatcher) set(now, tick time.Time) {
	off := now.Sub(tick)
	moved := off - p.off
	if p.off = off; moved.Abs() < maxStep {
		return
	}
	p.d.engine.replica.Redate(now)
}

// tellFitness says in the log when this node's clock is found to be off the others', and when it is no longer.
func (p *Dispatcher) tellFitness(fit bool) {
	switch {
	case p.unfit && fit:
		p.d.cfg.Logger.Warn("this node's clock agrees with the others' again: it is ready, and may lead")
	case !p.unfit && !fit:
		p.d.cfg.Logger.Error("this node's clock is off the others': it is not ready and does not lead until it agrees", "off", p.d.offClock().String())
	}
	p.unfit = !fit
}

// ClockAgrees reports whether this node's clock is within two seconds of the median of all nodes', as their heartbeats showed
// it lately. With fewer than two other nodes nobody can tell, and it is true. A node whose clock is off does not lead, and
// should get no requests.
func (d *Desk) ClockAgrees() bool {
	_, fits := d.engine.replica.Skew(d.now(), d.tick())
	return fits
}

// offClock is how far the others are ahead, to the second.
func (d *Desk) offClock() time.Duration {
	off, _ := d.engine.replica.Skew(d.now(), d.tick())
	return off.Round(time.Second)
}
