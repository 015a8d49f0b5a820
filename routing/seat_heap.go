package routing

// seatHeap is a binary heap of seats in the strategy's order. Each seat knows its place in it.
type seatHeap []*seat

// add puts a seat in.
func (h *seatHeap) add(s *seat) {
	*h = append(*h, s)
	s.heap = int32(len(*h))
	h.up(len(*h) - 1)
}

// remove takes out a seat, wherever it is. The last one takes its place, and moves up or down from
// there.
func (h *seatHeap) remove(s *seat) {
	i, last := int(s.heap)-1, len(*h)-1
	h.swap(i, last)
	(*h)[last] = nil
	*h = (*h)[:last]
	s.heap = 0
	if i < last {
		h.down(i)
		h.up(i)
	}
}

// first returns the first seat whose agent may have q, or nil.
func (h seatHeap) first(q *request, now int64) *seat {
	if len(h) == 0 {
		return nil
	}
	if !q.bars(h[0].agent, now) {
		return h[0]
	}
	var best *seat // rare: try all
	for _, s := range h {
		if !q.bars(s.agent, now) && (best == nil || s.before(best)) {
			best = s
		}
	}
	return best
}

// swap exchanges two seats, and tells each its new place.
func (h seatHeap) swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].heap, h[j].heap = int32(i+1), int32(j+1)
}

// up moves the seat at i towards the root while it is before the one above it.
func (h seatHeap) up(i int) {
	for i > 0 {
		p := (i - 1) / 2
		if !h[i].before(h[p]) {
			return
		}
		h.swap(i, p)
		i = p
	}
}

// down moves the seat at i away from the root while one below it is before it.
func (h seatHeap) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(h) {
			return
		}
		if c+1 < len(h) && h[c+1].before(h[c]) {
			c++
		}
		if !h[c].before(h[i]) {
			return
		}
		h.swap(i, c)
		i = c
	}
}
