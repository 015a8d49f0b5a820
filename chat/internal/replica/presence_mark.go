package replica

import (
	"maps"
	"slices"
	"strings"
)

// PresenceMark says how far this node knows of visitors' presence: while it is the same, so is what
// Of says of each. Streams of agents are woken by every message, and ask for a hundred visitors each
// time: nearly always nobody came or went.
type PresenceMark struct {
	writes uint64
	silent string // the nodes of which nothing counts
}

// Mark returns the mark of now. It costs as much as there are nodes, however many visitors there
// are.
func (p Presences) Mark() PresenceMark {
	tick := p.tick()
	p.replica.mu.Lock()
	defer p.replica.mu.Unlock()
	s := &p.replica.state
	// A node falls silent by the passing of time alone: no record tells of it.
	var silent []string
	for id := range maps.Keys(s.connections.nodes) {
		if s.silent(id, tick) {
			silent = append(silent, id)
		}
	}
	slices.Sort(silent)
	return PresenceMark{s.connections.visits.writes, strings.Join(silent, "/")}
}
