package routing

// graves remembers the last revisions of deleted records for a while, so that
// a late fact does not bring one back.
type graves struct {
	rev   map[grave]uint64
	order []grave
	next  int
}

type grave struct {
	agent bool
	id    string
}

const maxGraves = 4096

func newGraves() graves { return graves{rev: map[grave]uint64{}} }

func (g *graves) bury(x grave, rev uint64) {
	if _, known := g.rev[x]; !known {
		if len(g.order) < maxGraves {
			g.order = append(g.order, x)
		} else {
			delete(g.rev, g.order[g.next])
			g.order[g.next] = x
			g.next = (g.next + 1) % maxGraves
		}
	}
	g.rev[x] = rev
}

// stale reports whether a fact is not newer than the deleted record.
func (g *graves) stale(x grave, rev uint64) bool {
	last, dead := g.rev[x]
	return dead && rev <= last
}
