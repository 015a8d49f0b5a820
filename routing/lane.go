package routing

// seat is an agent's membership in a class: one link of one lane while the
// agent has room, else loose. It is one cache line.
type seat struct {
	agent      *agent
	class      *class
	bench      *bench
	lane       *lane // nil while loose
	prev, next *seat
	index      int32 // in the bench's seats
	heap       int32 // position in the lane's heap from 1; 0 means in the list
	skill      int32 // sum of levels in the needed skills
	channel    int16 // index of the class's channel in the agent's record; -1: not capped
	level      int16
}

// lane holds the agents of one load level in the strategy's order. Who comes
// in order, as nearly all do since a change of load makes one the least idle,
// is appended to a list; who does not goes into a heap beside it.
type lane struct {
	head, tail *seat
	// last is at least the idle time of everybody in the list, where idle time
	// alone orders them: who is later need not be compared.
	last int64
	heap *seatHeap // nil until needed
}

func (l *lane) empty() bool { return l.head == nil && (l.heap == nil || len(*l.heap) == 0) }

// add puts a seat in its place. If alone, idle time and id are all that orders
// it within its level.
func (l *lane) add(s *seat, alone bool) {
	s.lane = l
	in := l.tail == nil || alone && s.agent.idle > l.last || l.tail.before(s)
	if in {
		if !alone {
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

// first is the best agent of the lane who may have q, or nil.
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
