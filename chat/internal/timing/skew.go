package timing

import (
	"slices"
	"time"
)

// maxSkew is how far a node's time of day may be off the median before the node counts as unfit to
// lead.
const maxSkew = 2 * time.Second

// Skew is how far the other nodes' times of day are from this one's, as their heartbeats showed when
// they were fresh. A heartbeat that was long under way looks like a clock that is behind. So what
// this node's own heartbeats take to come back is forgiven those that look behind: a slow store
// makes no clock wrong. The zero Skew knows of nobody.
type Skew struct {
	nodes   map[string]reading
	written time.Time     // since when an own heartbeat is under way, by the clock of intervals; zero: none is
	took    time.Duration // how long the last own one was
	back    time.Time     // when it was read
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

// Write records that this node begins to write a heartbeat.
func (s *Skew) Write(tick time.Time) {
	if s.written.IsZero() {
		s.written = tick
	}
}

// Return records that a heartbeat of this node was read at tick, or that none is under way any
// longer. After attempts that failed it counts from the first one: then the next heartbeat says
// better how long they take.
func (s *Skew) Return(tick time.Time) {
	if !s.written.IsZero() {
		s.took, s.back, s.written = tick.Sub(s.written), tick, time.Time{}
	}
}

// late returns how long heartbeats are under way, as this node's own ones showed since an instant.
func (s *Skew) late(tick, since time.Time) (d time.Duration) {
	if !s.back.Before(since) {
		d = s.took
	}
	if !s.written.IsZero() {
		d = max(d, tick.Sub(s.written))
	}
	return d
}

// Fits reports whether this node's time of day is within two seconds of the median of all nodes,
// this one among them. What was heard before since does not count. With fewer than two other nodes
// nobody can tell, and Fits is true.
func (s *Skew) Fits(now, tick, since time.Time) bool { return s.Off(now, tick, since).Abs() <= maxSkew }

// Off returns how far the median of all nodes is ahead of this one. Of two medians it takes the
// nearer one. Nobody is behind who may only have been heard late.
func (s *Skew) Off(now, tick, since time.Time) time.Duration {
	offs := []time.Duration{0}
	for _, r := range s.nodes {
		if !r.seen.Before(since) {
			off := r.off - now.Sub(tick)
			if off < 0 {
				off = min(off+s.late(tick, since), 0)
			}
			offs = append(offs, off)
		}
	}
	slices.Sort(offs)
	low, high := offs[(len(offs)-1)/2], offs[len(offs)/2]
	if high.Abs() < low.Abs() {
		return high
	}
	return low
}
