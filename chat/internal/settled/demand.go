package settled

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// Asks is what a session in a queue asks, with skills beside the queue's own. It may go to the
// queue's own people, to those of the queues that its rings name, and to where it overflows. From a
// queue that is picked from by hand its own people take it.
func (s *Settings) Asks(q settings.Queue, weight int, skills []chat.Skill) door.Demand {
	d := door.Demand{Weight: max(1, weight), Skills: skills}
	// Queues may overflow into each other in a circle: each is a way once.
	seen := map[chat.QueueID]bool{}
	// It follows the overflow from queue to queue. atStart says that a way is open at once and not
	// only after a wait.
	for atStart, ok := true, true; ok && !seen[q.ID]; q, ok = s.Queue(q.Overflow) {
		seen[q.ID] = true
		// Whoever waits passes all rings in the end, so the mildest of them says who may come.
		eased := ease(d.Skills, q.Rings)
		d.Ways = append(d.Ways, door.Way{Queue: q.ID, Skills: eased, AtStart: atStart, Picks: q.Manual})
		for _, r := range q.Rings {
			for _, id := range r.Queues {
				if !q.Manual {
					d.Ways = append(d.Ways, door.Way{Queue: id, Skills: eased, AtStart: atStart && r.After <= 0})
				}
			}
		}
		// Without a wait the queue overflows at once, so the next one is a way from the start.
		atStart = atStart && q.OverflowAfter <= 0
	}
	return d
}

// ease gives the skills that are still required when all rings were passed.
func ease(skills []chat.Skill, rings []settings.Ring) []chat.Skill {
	need := slices.Clone(skills)
	for _, r := range rings {
		need = slices.DeleteFunc(need, func(s chat.Skill) bool { return r.Anyone || slices.Contains(r.Drop, s.Name) })
		// A level is lowered to 1 at the least: the skill itself stays required.
		for i := range need {
			need[i].Level = max(1, need[i].Level-r.Lower)
		}
	}
	return need
}
