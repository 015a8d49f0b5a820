package routing

import "strings"

// place orders the waiting: by key, which ages priority and time into one
// number that never changes, then by arrival, then by id.
type place struct {
	key, enqueued int64
	req           *request
}

func (p place) before(o place) bool {
	if p.key != o.key {
		return p.key < o.key
	}
	if p.enqueued != o.enqueued {
		return p.enqueued < o.enqueued
	}
	return strings.Compare(p.req.fact.ID, o.req.fact.ID) < 0
}

// line is a sorted ring buffer of places: O(1) at both ends, O(log n) to find.
type line struct {
	buf     []place // a power of two long
	head, n int
}

func (l *line) at(i int) place { return l.buf[(l.head+i)&(len(l.buf)-1)] }

func (l *line) put(i int, p place) { l.buf[(l.head+i)&(len(l.buf)-1)] = p }

// rank counts the places before p.
func (l *line) rank(p place) int {
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

func (l *line) add(p place) {
	if l.n == len(l.buf) {
		l.grow()
	}
	i := l.rank(p)
	if i < l.n/2 { // shift the shorter side
		l.head = (l.head - 1) & (len(l.buf) - 1)
		for j := range i {
			l.put(j, l.at(j+1))
		}
	} else {
		for j := l.n; j > i; j-- {
			l.put(j, l.at(j-1))
		}
	}
	l.put(i, p)
	l.n++
}

func (l *line) remove(p place) {
	i := l.rank(p)
	if i < l.n/2 {
		for j := i; j > 0; j-- {
			l.put(j, l.at(j-1))
		}
		l.put(0, place{})
		l.head = (l.head + 1) & (len(l.buf) - 1)
	} else {
		for j := i; j < l.n-1; j++ {
			l.put(j, l.at(j+1))
		}
		l.put(l.n-1, place{})
	}
	l.n--
}

func (l *line) grow() {
	buf := make([]place, max(4, 2*len(l.buf)))
	for i := range l.n {
		buf[i] = l.at(i)
	}
	l.buf, l.head = buf, 0
}
