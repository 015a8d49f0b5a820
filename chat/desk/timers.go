package desk

import (
	"container/heap"
	"time"
)

// timers is a heap of deadlines by key. Nothing of it is stored: each deadline is a function of a record, and is set
// again whenever that record changes. The zero timers is ready.
type timers struct {
	heap  timerHeap
	where map[string]*timer
}

type timer struct {
	key   string
	at    time.Time
	index int
}

// set makes at the deadline of key; the zero instant takes it away. O(log n).
func (t *timers) set(key string, at time.Time) {
	old, ok := t.where[key]
	switch {
	case at.IsZero() && ok:
		heap.Remove(&t.heap, old.index)
		delete(t.where, key)
	case at.IsZero():
	case ok:
		old.at = at
		heap.Fix(&t.heap, old.index)
	default:
		if t.where == nil {
			t.where = map[string]*timer{}
		}
		n := &timer{key: key, at: at}
		t.where[key] = n
		heap.Push(&t.heap, n)
	}
}

// next is the earliest deadline.
func (t *timers) next() (time.Time, bool) {
	if len(t.heap) == 0 {
		return time.Time{}, false
	}
	return t.heap[0].at, true
}

// due takes out the keys whose deadline is not after now, in the order of their deadlines, then of their names.
func (t *timers) due(now time.Time) []string {
	var keys []string
	for len(t.heap) > 0 && !t.heap[0].at.After(now) {
		n := heap.Pop(&t.heap).(*timer)
		delete(t.where, n.key)
		keys = append(keys, n.key)
	}
	return keys
}

type timerHeap []*timer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	return h[i].key < h[j].key
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *timerHeap) Push(x any) {
	n := x.(*timer)
	n.index = len(*h)
	*h = append(*h, n)
}
func (h *timerHeap) Pop() any {
	old := *h
	n := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return n
}
