package desk

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// closing is when a waiting session becomes a message because its queue has closed, grace included, and nobody is left who
// could serve it; until then, when to look again. The zero instant is never. It is looked at anew whenever the session or
// an agent changes.
func (im *image) closing(s chat.Session, now time.Time) time.Time {
	site, _ := im.settings.site(s.Site)
	queue, known := im.settings.queue(s.Queue)
	schedule, ok := im.settings.schedule(site, queue)
	if !ok || !known { // of a queue that cannot be read nobody knows the hours
		return time.Time{}
	}
	at := schedule.Hours.At(now)
	if at.Phase == hours.PhaseClosed && !im.attended(s, queue) {
		return now
	}
	return at.Until
}

// attended reports whether somebody is left who could serve a waiting session: in its queue, in one its search may widen
// to, or in one it may overflow to.
func (im *image) attended(s chat.Session, q Queue) bool {
	return im.along(q, func(q Queue) bool {
		for _, a := range im.agents {
			if couldServe(a.value, s, q) {
				return true
			}
		}
		return false
	})
}

// reaches reports whether an agent's queues are among those from which sessions of a queue may be served.
func (im *image) reaches(q Queue, a chat.Agent) bool {
	return im.along(q, func(q Queue) bool { return slices.ContainsFunc(servedFrom(q), a.In) })
}

// along asks about a queue and those it overflows to until the answer is yes.
func (im *image) along(q Queue, yes func(Queue) bool) bool {
	for range len(im.settings.queues) + 1 {
		if yes(q) {
			return true
		}
		next, ok := im.settings.queue(q.Overflow)
		if q.Overflow == "" || !ok {
			return false
		}
		q = next
	}
	return false
}

// servedFrom is a queue and those whose agents its rings let serve it too.
func servedFrom(q Queue) []chat.QueueID {
	out := []chat.QueueID{q.ID}
	for _, r := range q.Rings {
		out = append(out, r.Queues...)
	}
	return out
}

// couldServe reports whether an agent who has not signed off could serve a session once there is room: with the weight, the
// skills the last ring of the queue asks for, and no exclusion that never ends.
func couldServe(a chat.Agent, s chat.Session, q Queue) bool {
	if !remains(a) || a.Capacity < s.Weight {
		return false
	}
	return slices.ContainsFunc(servedFrom(q), a.In) && able(a.Skills, ease(s.Skills, q.Rings)) &&
		!slices.ContainsFunc(s.Excluded, func(x chat.Exclusion) bool { return x.Agent == a.ID && x.Until.IsZero() && x.Again.IsZero() })
}

// remains reports whether an agent has not signed off, nor is about to.
func remains(a chat.Agent) bool {
	return !a.Removed && (a.Mode == chat.Available || a.Mode == chat.Break || a.Mode == chat.Lost && a.Before != chat.Draining)
}

// lessens reports whether a change of an agent may leave a session with nobody who could serve it.
func lessens(old, a chat.Agent) bool {
	return remains(old) && (!remains(a) || a.Capacity < old.Capacity || !slices.Equal(old.Queues, a.Queues) || !slices.Equal(old.Skills, a.Skills))
}
