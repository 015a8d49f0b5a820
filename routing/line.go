package routing

import "strings"

// place orders waiting requests: by key, then by arrival, then by id. The key is the arrival,
// earlier by the waiting time that the priority is worth. So it never changes while the request
// waits.
type place struct {
	key, enqueued int64
	req           *request
}

// before reports whether p goes first. No two requests have the same id, so the order is total.
func (p place) before(o place) bool {
	if p.key != o.key {
		return p.key < o.key
	}
	if p.enqueued != o.enqueued {
		return p.enqueued < o.enqueued
	}
	return strings.Compare(p.req.fact.ID, o.req.fact.ID) < 0
}

// line is a sorted slice with room at both ends. To take the first or add the last is O(1);
// anything else is a binary search and one move of memory.
type line struct {
	buf     []place
	head, n int
	front   place // the first one, so that comparing lines reads nothing else
}

func (l *line) at(i int) place { return l.buf[l.head+i] }

// countBefore returns how many places are before p.
func (l *line) countBefore(p place) int {
	lo, hi := 0, l.n
	if hi > 0 && l.at(hi-1).before(p) { // the usual arrival is the last
		return hi
	}
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); l.at(mid).before(p) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// add puts a place where it belongs.
func (l *line) add(p place) {
	i := l.countBefore(p)
	if i < l.n/2 && l.head > 0 { // move the shorter side
		copy(l.buf[l.head-1:], l.buf[l.head:l.head+i])
		l.head--
	} else {
		l.makeRoom()
		at := l.head + i
		copy(l.buf[at+1:], l.buf[at:l.head+l.n])
	}
	l.buf[l.head+i] = p
	l.n++
	l.front = l.buf[l.head]
}

// remove takes out the place of a request.
func (l *line) remove(p place) {
	i := 0
	if l.front.req != p.req { // mostly it is the first
		i = l.countBefore(p)
	}
	at, end := l.head+i, l.head+l.n-1
	if i < l.n/2 || i == 0 {
		copy(l.buf[l.head+1:at+1], l.buf[l.head:at])
		l.buf[l.head] = place{}
		l.head++
	} else {
		copy(l.buf[at:end], l.buf[at+1:end+1])
		l.buf[end] = place{}
	}
	if l.n--; l.n > 0 {
		l.front = l.buf[l.head]
	} else {
		l.front = place{}
	}
}

// makeRoom frees a place at the end. It moves everything only once in as many additions as there
// are places.
func (l *line) makeRoom() {
	if l.head+l.n < len(l.buf) {
		return
	}
	buf, head := l.buf, len(l.buf)/4
	if l.n >= len(l.buf)/2 {
		buf = make([]place, max(8, 2*len(l.buf)))
		head = len(buf) / 8
	}
	copy(buf[head:], l.buf[l.head:l.head+l.n])
	if l.n < len(l.buf)/2 {
		clear(buf[:head])
		clear(buf[head+l.n:])
	}
	l.buf, l.head = buf, head
}
