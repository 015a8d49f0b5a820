package settled

import (
	"cmp"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
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
	growing []chat.SiteID // the desk itself wrote them: they list every queue
	ids     []chat.QueueID
	demands map[chat.QueueID]door.Demand
}

// of works out, from settings in force, what the desk asks of them at every turn: the ids of queues
// and what each queue demands of an agent.
func of(s *settings.InForce, stamp store.Rev) *Settings {
	out := &Settings{
		InForce: s, stamp: stamp, ids: settings.IDs(s.Queues), demands: map[chat.QueueID]door.Demand{},
	}
	for _, q := range s.Queues {
		out.demands[q.ID] = out.Asks(q, q.Weight, q.Skills)
	}
	return out
}

// Stamp is the revision of the stamp that these settings were read at.
func (s *Settings) Stamp() store.Rev { return s.stamp }

// RouterConfig implements replica.Settings.
func (s *Settings) RouterConfig() routing.Config { return s.Router }

// QueueIDs implements replica.Settings.
func (s *Settings) QueueIDs() []chat.QueueID { return s.ids }

// Demand implements replica.Settings.
func (s *Settings) Demand(q chat.QueueID) door.Demand { return s.demands[q] }

// DemandOf implements replica.Settings.
func (s *Settings) DemandOf(x chat.Session) (door.Demand, bool) {
	q, ok := s.Queue(x.Queue)
	if !ok {
		return door.Demand{}, false
	}
	d := s.Asks(q, x.Weight, x.Skills)
	d.People = x.People
	return d, true
}

// ShiftHours implements replica.Settings.
func (s *Settings) ShiftHours(schedule string) *hours.Schedule {
	for _, x := range s.Schedules {
		if x.ID == schedule {
			return x.Hours
		}
	}
	return nil
}

// Handover implements replica.Settings.
func (s *Settings) Handover() time.Duration {
	if s.Routing == nil {
		return 0
	}
	return s.Routing.Handover
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

// Instead implements replica.Settings. Who was in line before the queue was retired stays there,
// and so does who comes back from an agent. Of a queue that is not there the settings may be on
// their way.
func (s *Settings) Instead(x chat.Session) (q chat.QueueID, at time.Time, ok bool) {
	at = s.RetiredAt(settings.KindQueues, string(x.Queue))
	if !at.IsZero() && (!x.EnteredAt.After(at) || !arrived(x.Reason)) {
		return "", at, false
	}
	q, ok = s.InForce.Instead(x.Site, x.Queue)
	if at.IsZero() {
		return q, x.EnteredAt.Add(onTheirWay), ok
	}
	return q, x.EnteredAt, ok
}

// onTheirWay is how long settings may take to reach a node that has a session by them already.
const onTheirWay = 10 * time.Second

// arrived reports whether a session is in line because it came into its queue.
func arrived(why chat.Reason) bool {
	switch why {
	case chat.Admitted, chat.Retired, chat.Transferred, chat.Overflowed, chat.Reopened:
		return true
	}
	return false
}

// AwayAfter implements replica.Settings.
func (s *Settings) AwayAfter(x chat.Session) time.Duration {
	q, ok := s.Queue(x.Queue)
	if !ok || q.NoAgent == settings.NoAgentWait {
		return 0
	}
	return max(0, cmp.Or(q.AwayAfter, defaultAwayAfter))
}

// Summon implements replica.Settings.
func (s *Settings) Summon(x chat.Session) time.Duration {
	if q, ok := s.Queue(x.Queue); ok && (q.NoAgent == "" || q.NoAgent == settings.NoAgentMessage) {
		return q.Summon
	}
	return 0
}

// defaultAwayAfter is how long nobody may be there before a session that waits becomes a message.
const defaultAwayAfter = 2 * time.Minute
