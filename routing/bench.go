package routing

import "math/bits"

// rank orders an agent's use for a class: the tier, then the priority the
// agent gives the queue. Lower ranks are served and chosen first.
type rank struct{ tier, priority int }

func (r rank) before(o rank) bool {
	if r.tier != o.tier {
		return r.tier < o.tier
	}
	return r.priority < o.priority
}

// bench holds the agents of one rank who have room for a class, a lane for
// each load level.
type bench struct {
	rank  rank
	mask  uint64 // bit i: lanes[i] is not empty
	lanes []lane
	seats []*seat // linked or loose, in no order
}

func (b *bench) link(s *seat, level int, alone bool) {
	s.level = int16(level)
	b.lanes[level].add(s, alone)
	b.mask |= 1 << level
}

func (b *bench) unlink(s *seat) {
	l := s.lane
	l.remove(s)
	if l.empty() {
		b.mask &^= 1 << s.level
	}
}

// best is the first agent by strategy who may have q, or nil. It walks past
// those q excludes and nobody else.
func (b *bench) best(q *request, now int64) *seat {
	for mask := b.mask; mask != 0; mask &= mask - 1 {
		if s := b.lanes[bits.TrailingZeros64(mask)].first(q, now); s != nil {
			return s
		}
	}
	return nil
}
