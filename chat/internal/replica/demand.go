package replica

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// Demand is what a session asks of whoever is to serve it, as it would be known before the session begins.
type Demand struct {
	Weight int // units of capacity, at least 1
	Skills []chat.Skill
	Ways   []Way // in the order in which they are tried
}

// Way is one of the queues whose people may come to serve a session, and what is asked of them there.
type Way struct {
	Queue   chat.QueueID
	Skills  []chat.Skill // after all rings
	AtStart bool         // from the start, and not only once the session has waited
}

// LeadsTo reports whether people of a queue may come to serve it.
func (d Demand) LeadsTo(q chat.QueueID) bool {
	return slices.ContainsFunc(d.Ways, func(w Way) bool { return w.Queue == q })
}

// Among looks for somebody who could serve such a session. It also returns the units that could be offered to such sessions at
// once: those of the first way on which somebody has room.
func (d Demand) Among(cs Crowds) (found chat.Staff, free int) {
	found = chat.StaffAway
	for _, w := range d.Ways {
		for _, c := range cs[w.Queue] {
			if !Able(c.skills, w.Skills) || !c.fitsAny(d.Weight) {
				continue
			}
			found = chat.StaffBusy
			if w.AtStart && Able(c.skills, d.Skills) {
				free += c.unitsFor(d.Weight)
			}
		}
		if free > 0 {
			return chat.StaffFree, free
		}
	}
	return found, 0
}

// Able reports whether these skills are all of those needed, at their levels.
func Able(has, need []chat.Skill) bool {
	for _, n := range need {
		if !slices.ContainsFunc(has, func(s chat.Skill) bool { return s.Name == n.Name && max(1, s.Level) >= max(1, n.Level) }) {
			return false
		}
	}
	return true
}
