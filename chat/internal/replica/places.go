package replica

import (
	"cmp"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// places is sessions of each queue in an order: the one that came first is first. Whoever wants the
// first of them needs not look at all.
type places map[chat.QueueID][]place

// place is since when a session is in a list. What has the same instant is in the order of ids, so
// that every node lists it alike.
type place struct {
	at time.Time
	id chat.SessionID
}

// compare orders places by the instant and then by the id.
func (p place) compare(o place) int {
	return cmp.Or(p.at.Compare(o.at), cmp.Compare(p.id, o.id))
}

// add puts a session in its place. One that is there already stays: a record may come twice.
func (x places) add(q chat.QueueID, p place) {
	if i, there := slices.BinarySearchFunc(x[q], p, place.compare); !there {
		x[q] = slices.Insert(x[q], i, p)
	}
}

// remove keeps nothing of a queue without sessions.
func (x places) remove(q chat.QueueID, p place) {
	i, there := slices.BinarySearchFunc(x[q], p, place.compare)
	if there {
		x[q] = slices.Delete(x[q], i, i+1)
	}
	if len(x[q]) == 0 {
		delete(x, q)
	}
}

// first returns the first sessions of some queues together, at most limit of them.
func (x places) first(queues []chat.QueueID, limit int) []place {
	var all []place
	// Of each queue the first few are enough: the others come after them in any order.
	for _, q := range queues {
		line := x[q]
		all = append(all, line[:min(len(line), limit)]...)
	}
	if len(queues) > 1 {
		slices.SortFunc(all, place.compare)
	}
	return all[:min(len(all), limit)]
}
