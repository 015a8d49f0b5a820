package settled

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// Settings is all settings in force as of one revision of the stamp, with what a replica asks of
// them: see replica.Settings. It is never changed.
type Settings struct {
	*settings.InForce
	stamp   store.Rev
	grows   bool // the desk itself wrote the site: it lists every queue
	ids     []chat.QueueID
	demands map[chat.QueueID]replica.Demand
}

// of makes settings in force ready for a replica.
func of(s *settings.InForce, stamp store.Rev) *Settings {
	out := &Settings{
		InForce: s, stamp: stamp, ids: settings.IDs(s.Queues), demands: map[chat.QueueID]replica.Demand{},
	}
	for _, q := range s.Queues {
		out.demands[q.ID] = out.Asks(q, q.Weight, q.Skills)
	}
	return out
}

// Stamp is the revision of the stamp that these settings were read at.
func (s *Settings) Stamp() store.Rev { return s.stamp }

// Routing implements replica.Settings.
func (s *Settings) Routing() routing.Config { return s.Router }

// QueueIDs implements replica.Settings.
func (s *Settings) QueueIDs() []chat.QueueID { return s.ids }

// Demand implements replica.Settings.
func (s *Settings) Demand(q chat.QueueID) replica.Demand { return s.demands[q] }

// DemandOf implements replica.Settings.
func (s *Settings) DemandOf(x chat.Session) (replica.Demand, bool) {
	q, ok := s.Queue(x.Queue)
	if !ok {
		return replica.Demand{}, false
	}
	return s.Asks(q, x.Weight, x.Skills), true
}

// Hours implements replica.Settings.
func (s *Settings) Hours(x chat.Session, now time.Time) (until time.Time, over, ok bool) {
	site, _ := s.Site(x.Site)
	queue, known := s.Queue(x.Queue)
	schedule, ok := s.Schedule(site, queue)
	if !ok || !known { // of a queue that cannot be read nobody knows the hours
		return time.Time{}, false, false
	}
	at := schedule.Hours.At(now)
	return at.Until, at.Phase == hours.PhaseClosed, true
}

// Reaches implements replica.Settings.
func (s *Settings) Reaches(id chat.QueueID, a chat.Agent) bool {
	q, ok := s.Queue(id)
	for range len(s.Queues) + 1 {
		if !ok {
			return false
		}
		if slices.ContainsFunc(q.From(), a.In) {
			return true
		}
		q, ok = s.Queue(q.Overflow)
	}
	return false
}

// CouldServe implements replica.Settings: an agent could serve a session in its queue, in one that
// its search may widen to, or in one that it may overflow to. It takes the weight, the skills that
// the last ring of the queue asks for, and no exclusion that never ends.
func (s *Settings) CouldServe(x chat.Session) func(chat.Agent) bool {
	q, ok := s.Queue(x.Queue)
	if !ok {
		return func(chat.Agent) bool { return false }
	}
	path := s.Along(q)
	return func(a chat.Agent) bool {
		excluded := func(e chat.Exclusion) bool { return e.Agent == a.ID && e.Until.IsZero() && e.Again.IsZero() }
		serves := func(q settings.Queue) bool {
			return slices.ContainsFunc(q.From(), a.In) && replica.Able(a.Skills, ease(x.Skills, q.Rings))
		}
		return replica.Remains(a) && a.Capacity >= x.Weight && !slices.ContainsFunc(x.Excluded, excluded) &&
			slices.ContainsFunc(path, serves)
	}
}
