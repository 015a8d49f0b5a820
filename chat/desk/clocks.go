package desk

import (
	"slices"
	"time"
)

// maxSkew is how far a node's clock may be off the median of the others' before it no longer leads.
const maxSkew = 2 * time.Second

// clocks is how far the other nodes' clocks are from this one, as their heartbeats showed when they were fresh. The time
// a heartbeat was under way counts as their being behind, so it is good to the lag of the feed and no better.
type clocks map[string]reading

type reading struct {
	off  time.Duration // theirs less ours
	seen time.Time     // by our clock
}

// note records what a heartbeat says.
func (c clocks) note(node string, theirs, now time.Time) {
	c[node] = reading{off: theirs.Sub(now), seen: now}
}

// fit reports whether this node's clock agrees with the median of all, its own among them, by what was heard since. Of two
// nodes that disagree nobody can tell which is right, so it takes two others to find a clock unfit.
func (c clocks) fit(since time.Time) bool {
	offs := []time.Duration{0}
	for _, r := range c {
		if !r.seen.Before(since) {
			offs = append(offs, r.off)
		}
	}
	slices.Sort(offs)
	low, high := offs[(len(offs)-1)/2], offs[len(offs)/2]
	return min(low.Abs(), high.Abs()) <= maxSkew
}

// ClockAgrees reports whether this node's clock is within two seconds of the median of all nodes', as their heartbeats showed
// it lately. With fewer than two other nodes nobody can tell, and it is true. A node whose clock is off does not lead, and
// should get no requests.
func (d *Desk) ClockAgrees() bool {
	im, now := &d.room.image, d.now()
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.clocks.fit(now.Add(-2 * silence * d.cfg.Lease))
}
