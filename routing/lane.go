package routing

// seat is an agent's membership in a class: one link of one lane while the
// agent has room, else loose.
type seat struct {
	agent      *agent
	class      *class
	bench      *bench
	lane       *lane // nil while loose
	prev, next *seat
	index      int   // in the bench's seats
	heap       int32 // position in the lane's heap from 1; 0 means in the list
	channel    int32 // index of the class's channel in the agent's record; -1: not capped
	skill      int   // sum of levels in the needed skills
	level      int
}

// lane holds the agents of one load level in the strategy's order. Who comes
// in order, as nearly all do since a change of load makes one the least idle,
// is appended to a list; who does not goes into a heap beside it.
type lane struct {
	head, tail *seat
	heap       []*seat
}

func (l *lane) empty() bool { return l.head == nil && len(l.heap) == 0 }

func (l *lane) add(s *seat) {
	s.lane = l
	if l.tail == nil || l.tail.before(s) {
		s.prev, s.next = l.tail, nil
		if l.tail == nil {
			l.head = s
		} else {
			l.tail.next = s
		}
		l.tail = s
		return
	}
	l.heap = append(l.heap, s)
	s.heap = int32(len(l.heap))
	l.up(len(l.heap) - 1)
}

func (l *lane) remove(s *seat) {
	s.lane = nil
	if s.heap > 0 {
		l.removeHeap(s)
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

func (l *lane) removeHeap(s *seat) {
	i, last := int(s.heap)-1, len(l.heap)-1
	l.swap(i, last)
	l.heap[last] = nil
	l.heap = l.heap[:last]
	s.heap = 0
	if i < last {
		l.down(i)
		l.up(i)
	}
}

// first is the best agent of the lane who may have q, or nil.
func (l *lane) first(q *request, now int64) *seat {
	s := l.head
	for s != nil && q.bars(s.agent, now) {
		s = s.next
	}
	if len(l.heap) == 0 {
		return s
	}
	h := l.heap[0]
	if q.bars(h.agent, now) { // rare: look at all of the heap
		h = nil
		for _, x := range l.heap {
			if !q.bars(x.agent, now) && (h == nil || x.before(h)) {
				h = x
			}
		}
	}
	if s == nil || h != nil && h.before(s) {
		return h
	}
	return s
}

func (l *lane) swap(i, j int) {
	l.heap[i], l.heap[j] = l.heap[j], l.heap[i]
	l.heap[i].heap, l.heap[j].heap = int32(i+1), int32(j+1)
}

func (l *lane) up(i int) {
	for i > 0 {
		p := (i - 1) / 2
		if !l.heap[i].before(l.heap[p]) {
			return
		}
		l.swap(i, p)
		i = p
	}
}

func (l *lane) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(l.heap) {
			return
		}
		if c+1 < len(l.heap) && l.heap[c+1].before(l.heap[c]) {
			c++
		}
		if !l.heap[c].before(l.heap[i]) {
			return
		}
		l.swap(i, c)
		i = c
	}
}
