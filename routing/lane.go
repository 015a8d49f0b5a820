package routing

// seat is an agent's membership in a class. While the agent has room it is linked into one lane. It
// fills exactly one cache line.
type seat struct {
	agent      *agent
	class      *class
	group      *group
	lane       *lane // nil while the agent has no room
	prev, next *seat
	index      int32 // in the group's seats
	heap       int32 // position in the lane's heap from 1; 0 means in the list
	skill      int32 // sum of levels in the needed skills
	channel    int16 // index of the class's channel in the agent's record; -1: not capped
	laneIndex  int16
}

// lane holds the seats of one load in the strategy's order. A seat that comes after the last one is
// appended to a list. Nearly all do: a change of load makes an agent the one idle for the shortest
// time. Any other seat goes into a heap beside the list.
type lane struct {
	head, tail *seat
	// last is the latest idle time in the list, where idle time alone orders it. A seat that is
	// later comes last, without a comparison. It is never where the order depends on more.
	last int64
	heap *seatHeap // nil until needed
}

// empty reports whether the lane has no seat, neither in the list nor in the heap.
func (l *lane) empty() bool { return l.head == nil && (l.heap == nil || len(*l.heap) == 0) }

// add links a seat. byIdle says that within this lane nothing but idle time, turn and id decide.
func (l *lane) add(s *seat, byIdle bool) {
	s.lane = l
	in := l.tail == nil || byIdle && s.agent.idle > l.last || l.tail.before(s)
	if in {
		if !byIdle {
			l.last = never
		} else if l.tail == nil || s.agent.idle > l.last {
			l.last = s.agent.idle
		}
		s.prev, s.next = l.tail, nil
		if l.tail == nil {
			l.head = s
		} else {
			l.tail.next = s
		}
		l.tail = s
		return
	}
	if l.heap == nil {
		l.heap = &seatHeap{}
	}
	l.heap.add(s)
}

// remove takes a seat out of the list, or out of the heap.
func (l *lane) remove(s *seat) {
	s.lane = nil
	if s.heap > 0 {
		l.heap.remove(s)
		return
	}
	if s.prev == nil {
		l.head = s.next
	} else {
		s.prev.next = s.next
	}
	if s.next == nil {
		l.tail = s.prev
	} else {
		s.next.prev = s.prev
	}
	s.prev, s.next = nil, nil
}

// first returns the first seat whose agent may have q, or nil.
func (l *lane) first(q *request, now int64) *seat {
	s := l.head
	for s != nil && q.bars(s.agent, now) {
		s = s.next
	}
	if l.heap == nil {
		return s
	}
	if h := l.heap.first(q, now); s == nil || h != nil && h.before(s) {
		return h
	}
	return s
}
