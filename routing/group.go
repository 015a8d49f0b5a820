package routing

import "math/bits"

// group holds the seats of a class whose agents have the same rank. It keeps those with room for
// the class in lanes, which are in the order of the strategy. A mask with one bit for each lane
// finds the first lane that is not empty.
type group struct {
	rank  rank
	mask  uint64 // bit i: lanes[i] is not empty
	lanes []lane
	seats []*seat // all of them, in no order, also those in no lane
}

// link puts a seat into a lane.
func (g *group) link(s *seat, lane int, byIdle bool) {
	s.laneIndex = int16(lane)
	g.lanes[lane].add(s, byIdle)
	g.mask |= 1 << lane
}

// unlink takes a seat out of its lane.
func (g *group) unlink(s *seat) {
	l := s.lane
	l.remove(s)
	if l.empty() {
		g.mask &^= 1 << s.laneIndex
	}
}

// best returns the first seat by strategy whose agent may have q, or nil. It walks past the agents
// whom q excludes, and past nobody else.
func (g *group) best(q *request, now int64) *seat {
	for mask := g.mask; mask != 0; mask &= mask - 1 {
		if s := g.lanes[bits.TrailingZeros64(mask)].first(q, now); s != nil {
			return s
		}
	}
	return nil
}
