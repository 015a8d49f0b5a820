package routing

// tombstones remember the last revisions of deleted records, the last maxTombstones of them, so
// that a late fact does not bring a deleted record back.
type tombstones struct {
	rev   map[recordID]uint64
	order []recordID
	next  int
}

// recordID names a record: agents and requests have ids of their own.
type recordID struct {
	agent bool
	id    string
}

const maxTombstones = 4096

func newTombstones() tombstones { return tombstones{rev: map[recordID]uint64{}} }

// add remembers a deleted record, in the place of the oldest one if there are too many.
func (g *tombstones) add(x recordID, rev uint64) {
	if _, known := g.rev[x]; !known {
		if len(g.order) < maxTombstones {
			g.order = append(g.order, x)
		} else {
			delete(g.rev, g.order[g.next])
			g.order[g.next] = x
			g.next = (g.next + 1) % maxTombstones
		}
	}
	g.rev[x] = rev
}

// stale reports whether a fact is not newer than the deleted record.
func (g *tombstones) stale(x recordID, rev uint64) bool {
	last, dead := g.rev[x]
	return dead && rev <= last
}
