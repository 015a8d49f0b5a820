package sqlitestore

import "runtime"

// A transaction takes what is queued up to these.
const (
	groupMax      = 64
	groupMaxBytes = 8 << 20
)

// group is the requests that share a transaction, taken from the queue one by one while it is under
// way.
type group struct {
	queue chan *request
	first *request
	taken []*request
	bytes int
}

// next takes one more request: nil when the group is full, or nobody waits to be part of it.
func (g *group) next() *request {
	if len(g.taken) == groupMax || g.bytes >= groupMaxBytes {
		return nil
	}
	r := g.first
	if g.first = nil; r == nil {
		r = g.waiting()
	}
	if r != nil {
		g.taken = append(g.taken, r)
		g.bytes += size(r.batch)
	}
	return r
}

// waiting takes from the queue. When it is empty the goroutines that can run get their turn first:
// the callers of the last group were answered together, and a writer that is woken by the first of
// them to come back would sync for it alone.
func (g *group) waiting() *request {
	for range 2 {
		select {
		case r := <-g.queue:
			return r
		default:
			runtime.Gosched()
		}
	}
	return nil
}

// fail answers all with an error, also the first if the transaction never began.
func (g *group) fail(err error) {
	if g.first != nil {
		g.taken = append(g.taken, g.first)
	}
	for _, r := range g.taken {
		r.answer <- answer{err: err}
	}
}
