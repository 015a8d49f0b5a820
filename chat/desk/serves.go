package desk

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// demand is what a session asks of whoever is to serve it, as it would be known at the door of its queue.
type demand struct {
	weight int
	skills []chat.Skill
	ways   []way
}

// way is one of the queues whose people may come to serve a session, and what is asked of them there.
type way struct {
	queue  chat.QueueID
	skills []chat.Skill // after all rings
	now    bool         // from the start, and not only once it has waited
}

// demand is what a session in a queue asks, with skills beside the queue's own. It may go to the queue's own people, to those of
// the queues that its rings name, and to where it overflows.
func (s *settings) demand(q Queue, weight int, skills []chat.Skill) demand {
	d := demand{weight: max(1, weight), skills: skills}
	if q.Manual { // people pick, and nobody asks what they can
		d.skills = nil
		d.ways = []way{{queue: q.ID, now: true}}
		return d
	}
	seen := map[chat.QueueID]bool{}
	for now, ok := true, true; ok && !seen[q.ID]; q, ok = s.queue(q.Overflow) {
		seen[q.ID] = true
		eased := ease(d.skills, q.Rings)
		d.ways = append(d.ways, way{q.ID, eased, now})
		for _, r := range q.Rings {
			for _, id := range r.Queues {
				d.ways = append(d.ways, way{id, eased, now && r.After <= 0})
			}
		}
		now = now && q.OverflowAfter <= 0
	}
	return d
}

// ease gives the skills that are still required when all rings were passed.
func ease(skills []chat.Skill, rings []Ring) []chat.Skill {
	need := slices.Clone(skills)
	for _, r := range rings {
		need = slices.DeleteFunc(need, func(s chat.Skill) bool { return r.Anyone || slices.Contains(r.Drop, s.Name) })
		for i := range need {
			need[i].Level = max(1, need[i].Level-r.Lower)
		}
	}
	return need
}

// leadsTo reports whether people of a queue may come to serve it.
func (d demand) leadsTo(q chat.QueueID) bool {
	return slices.ContainsFunc(d.ways, func(w way) bool { return w.queue == q })
}

// able reports whether these skills are all of those needed, at their levels.
func able(has, need []chat.Skill) bool {
	for _, n := range need {
		if !slices.ContainsFunc(has, func(s chat.Skill) bool { return s.Name == n.Name && max(1, s.Level) >= max(1, n.Level) }) {
			return false
		}
	}
	return true
}

// among looks for somebody, and counts the units that could be offered to such sessions now: those of the first way there is on
// which somebody has room.
func (d demand) among(cs crowds) (found chat.Staff, free int) {
	found = chat.StaffAway
	for _, w := range d.ways {
		for _, c := range cs[w.queue] {
			if !able(c.skills, w.skills) || !c.large(d.weight) {
				continue
			}
			found = chat.StaffBusy
			if w.now && able(c.skills, d.skills) {
				free += c.free(d.weight)
			}
		}
		if free > 0 {
			return chat.StaffFree, free
		}
	}
	return found, 0
}
