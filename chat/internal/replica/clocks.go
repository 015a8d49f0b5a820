package replica

import "time"

// Clocks is what a Replica knows of the other nodes' clocks. Every node writes its time of day into
// its heartbeats, and reads the others' from the feed. What this node's own heartbeat takes until
// the feed brings it back is how late the others' may be: see timing.Skew.
type Clocks struct{ r *Replica }

// NewClocks returns what a Replica knows.
func NewClocks(r *Replica) Clocks { return Clocks{r} }

// Write records that this node begins to write its heartbeat. The feed tells when it is there.
func (x Clocks) Write(tick time.Time) {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	x.r.state.skew.Write(tick)
}

// Return records that none is under way any longer: this node has none to write.
func (x Clocks) Return(tick time.Time) {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	x.r.state.skew.Return(tick)
}

// Skew returns how far the other nodes' clocks are ahead of this one's, and whether this one's
// agrees with them, by what was heard lately.
func (x Clocks) Skew(now, tick time.Time) (off time.Duration, fits bool) {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	since := tick.Add(-2 * x.r.state.silence)
	return x.r.state.skew.Off(now, tick, since), x.r.state.skew.Fits(now, tick, since)
}
