package desk

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
)

// What a replica asks of the settings in force: see replica.Settings.

// Routing implements replica.Settings.
func (s *settings) Routing() routing.Config { return s.routing }

// Queues implements replica.Settings.
func (s *settings) Queues() []chat.QueueID { return s.queueIDs }

// Demand implements replica.Settings.
func (s *settings) Demand(q chat.QueueID) replica.Demand { return s.doors[q] }

// DemandOf implements replica.Settings.
func (s *settings) DemandOf(x chat.Session) (replica.Demand, bool) {
	q, ok := s.queue(x.Queue)
	if !ok {
		return replica.Demand{}, false
	}
	return s.demand(q, x.Weight, x.Skills), true
}

// Hours implements replica.Settings.
func (s *settings) Hours(x chat.Session, now time.Time) (until time.Time, over, ok bool) {
	site, _ := s.site(x.Site)
	queue, known := s.queue(x.Queue)
	schedule, ok := s.schedule(site, queue)
	if !ok || !known { // of a queue that cannot be read nobody knows the hours
		return time.Time{}, false, false
	}
	at := schedule.Hours.At(now)
	return at.Until, at.Phase == hours.PhaseClosed, true
}

// Midnight implements replica.Settings: the day begins in the zone of the first site's schedule, or in UTC.
func (s *settings) Midnight(now time.Time) time.Time {
	zone := time.UTC
	site, _ := s.site("")
	if schedule, ok := s.schedule(site, Queue{}); ok {
		zone = location(schedule.Hours)
	}
	from, _ := hours.DayOf(now, zone)
	return from
}

func location(s *hours.Schedule) *time.Location {
	if l := s.Location(); l != nil {
		return l
	}
	return time.UTC
}

// Reaches implements replica.Settings.
func (s *settings) Reaches(id chat.QueueID, a chat.Agent) bool {
	q, ok := s.queue(id)
	for range len(s.queues) + 1 {
		if !ok {
			return false
		}
		if slices.ContainsFunc(servedFrom(q), a.In) {
			return true
		}
		q, ok = s.queue(q.Overflow)
	}
	return false
}

// CouldServe implements replica.Settings: an agent could serve a session in its queue, in one that its search may widen to, or
// in one that it may overflow to. It takes the weight, the skills that the last ring of the queue asks for, and no exclusion
// that never ends.
func (s *settings) CouldServe(x chat.Session) func(chat.Agent) bool {
	q, ok := s.queue(x.Queue)
	if !ok {
		return func(chat.Agent) bool { return false }
	}
	path := s.along(q)
	return func(a chat.Agent) bool {
		excluded := func(e chat.Exclusion) bool { return e.Agent == a.ID && e.Until.IsZero() && e.Again.IsZero() }
		serves := func(q Queue) bool {
			return slices.ContainsFunc(servedFrom(q), a.In) && replica.Able(a.Skills, ease(x.Skills, q.Rings))
		}
		return replica.Remains(a) && a.Capacity >= x.Weight && !slices.ContainsFunc(x.Excluded, excluded) && slices.ContainsFunc(path, serves)
	}
}

// along returns a queue and those it overflows to, one after another.
func (s *settings) along(q Queue) []Queue {
	path := []Queue{q}
	for range s.queues {
		next, ok := s.queue(q.Overflow)
		if q.Overflow == "" || !ok {
			break
		}
		path, q = append(path, next), next
	}
	return path
}

// servedFrom is a queue and those whose agents its rings let serve it too.
func servedFrom(q Queue) []chat.QueueID {
	out := []chat.QueueID{q.ID}
	for _, r := range q.Rings {
		out = append(out, r.Queues...)
	}
	return out
}
