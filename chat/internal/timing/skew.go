package timing

import (
	"slices"
	"time"
)

// maxSkew is how far a node's time of day may be off the median before the node counts as unfit to
// lead.
const maxSkew = 2 * time.Second

// Skew is how far the other nodes' times of day are from this one's, as their heartbeats showed when
// they were fresh. A heartbeat that was long under way looks like a clock that is behind, so Skew is
// as exact as the feed is prompt. The zero Skew knows of nobody.
type Skew struct {
	nodes map[string]reading
}

// reading is what one heartbeat showed.
type reading struct {
	off  time.Duration // the other's time of day less our clock of intervals, which nobody sets
	seen time.Time     // by our clock of intervals
}

// Hear records a heartbeat: a node wrote theirs by its time of day, and it was read at tick.
func (s *Skew) Hear(node string, theirs, tick time.Time) {
	if s.nodes == nil {
		s.nodes = map[string]reading{}
	}
	s.nodes[node] = reading{off: theirs.Sub(tick), seen: tick}
}

// Fits reports whether this node's time of day is within two seconds of the median of all nodes,
// this one among them. What was heard before since does not count. With fewer than two other nodes
// nobody can tell, and Fits is true.
func (s *Skew) Fits(now, tick, since time.Time) bool { return s.Off(now, tick, since).Abs() <= maxSkew }

// Off returns how far the median of all nodes is ahead of this one. Of two medians it takes the
// nearer one.
func (s *Skew) Off(now, tick, since time.Time) time.Duration {
	offs := []time.Duration{0}
	for _, r := range s.nodes {
		if !r.seen.Before(since) {
			offs = append(offs, r.off-now.Sub(tick))
		}
	}
	slices.Sort(offs)
	low, high := offs[(len(offs)-1)/2], offs[len(offs)/2]
	if high.Abs() < low.Abs() {
		return high
	}
	return low
}
