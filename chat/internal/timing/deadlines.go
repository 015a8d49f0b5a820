package timing

import (
	"container/heap"
	"time"
)

// Deadlines is a heap of instants by key. Nothing of it is stored: each deadline is a function of a
// record, and is set again whenever that record changes. The zero Deadlines is empty and ready.
type Deadlines struct {
	heap  deadlineHeap
	where map[string]*deadline
}

// deadline is a key with its instant, and its place in the heap.
type deadline struct {
	key   string
	at    time.Time
	index int // in the heap
}

// Set makes at the deadline of key. The zero instant takes it away. O(log n).
func (d *Deadlines) Set(key string, at time.Time) {
	old, ok := d.where[key]
	switch {
	case at.IsZero() && ok:
		heap.Remove(&d.heap, old.index)
		delete(d.where, key)
	case at.IsZero():
	case ok:
		old.at = at
		heap.Fix(&d.heap, old.index)
	default:
		if d.where == nil {
			d.where = map[string]*deadline{}
		}
		n := &deadline{key: key, at: at}
		d.where[key] = n
		heap.Push(&d.heap, n)
	}
}

// At returns the deadline of key; the zero instant if it has none.
func (d *Deadlines) At(key string) time.Time {
	if n, ok := d.where[key]; ok {
		return n.at
	}
	return time.Time{}
}

// Next returns the earliest deadline, and false if there is none.
func (d *Deadlines) Next() (time.Time, bool) {
	if len(d.heap) == 0 {
		return time.Time{}, false
	}
	return d.heap[0].at, true
}

// Due takes out the keys whose deadline is not after now. They come in the order of their deadlines,
// then of their names.
func (d *Deadlines) Due(now time.Time) []string {
	return d.FirstDue(now, len(d.heap))
}

// FirstDue is Due of at most so many keys. The others stay. O(most·log n).
func (d *Deadlines) FirstDue(now time.Time, most int) []string {
	var keys []string
	for len(d.heap) > 0 && len(keys) < most && !d.heap[0].at.After(now) {
		n := heap.Pop(&d.heap).(*deadline)
		delete(d.where, n.key)
		keys = append(keys, n.key)
	}
	return keys
}

// deadlineHeap implements heap.Interface.
type deadlineHeap []*deadline

func (h deadlineHeap) Len() int { return len(h) }
func (h deadlineHeap) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	return h[i].key < h[j].key
}
func (h deadlineHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *deadlineHeap) Push(x any) {
	n := x.(*deadline)
	n.index = len(*h)
	*h = append(*h, n)
}
func (h *deadlineHeap) Pop() any {
	old := *h
	n := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return n
}
