package routing

// timer is the next instant at which time alone matters to one request or agent. Each has one, at
// the earliest of its deadlines.
type timer struct {
	at    int64
	pos   int // in the heap, from 1; 0 means not in it
	req   *request
	agent *agent
}

// alarms is a binary heap of timers by time.
//
// A timer is moved about as often as anything changes, and each knows its place, so moving one
// costs the logarithm of their number.
type alarms []*timer

// next returns the earliest instant of all timers.
func (h alarms) next() (int64, bool) {
	if len(h) == 0 {
		return 0, false
	}
	return h[0].at, true
}

// set moves a timer to an instant. At never it is taken out.
func (h *alarms) set(t *timer, at int64) {
	switch {
	case at == never:
		h.drop(t)
	case t.pos == 0:
		t.at = at
		*h = append(*h, t)
		t.pos = len(*h)
		h.up(t.pos - 1)
	case at < t.at:
		t.at = at
		h.up(t.pos - 1)
	case at > t.at:
		t.at = at
		h.down(t.pos - 1)
	}
}

// drop takes a timer out. The last one takes its place, and moves up or down from there.
func (h *alarms) drop(t *timer) {
	if t.pos == 0 {
		return
	}
	i, last := t.pos-1, len(*h)-1
	h.swap(i, last)
	(*h)[last] = nil
	*h = (*h)[:last]
	t.pos = 0
	if i < last {
		h.down(i)
		h.up(i)
	}
}

// swap exchanges two timers, and tells each its new place.
func (h alarms) swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].pos, h[j].pos = i+1, j+1
}

// up moves the timer at i towards the root while it is earlier than the one above it.
func (h alarms) up(i int) {
	for i > 0 {
		p := (i - 1) / 2
		if h[p].at <= h[i].at {
			return
		}
		h.swap(i, p)
		i = p
	}
}

// down moves the timer at i away from the root while one below it is earlier.
func (h alarms) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(h) {
			return
		}
		if c+1 < len(h) && h[c+1].at < h[c].at {
			c++
		}
		if h[i].at <= h[c].at {
			return
		}
		h.swap(i, c)
		i = c
	}
}
