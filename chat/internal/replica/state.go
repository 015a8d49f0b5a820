package replica

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// state is everything of a Replica that its lock guards. Its methods are called with the lock held.
type state struct {
	node    string        // this one
	silence time.Duration // how long another node may be silent before its agents count as gone

	at     store.Rev // everything up to here was applied
	loaded bool

	sessions    sessions
	team        team
	connections connections
	effects     map[string]pending // of the outbox, by key, without their texts
	messages    places             // left and not settled
	lease       store.Rev          // of the lease; 0: nobody leads
	beat        store.Rev          // of its beat
	jobs        jobs
	timers      timers           // of sessions
	watches     timing.Deadlines // of agents and nodes, by the clock of intervals
	skew        timing.Skew      // how far the other nodes' clocks are off
	day         day
	learnt      map[chat.AgentID]store.Record // told by Learn before there was anything to add it to
	steps       int                           // agents, connections and sessions looked at when a record comes; tests bound it

	settings Settings // nil before the first Renew
	router   Router
}

// known is a record's value with its revision.
type known[T any] struct {
	value T
	rev   store.Rev
}

// reset forgets everything but the day's counts, which the next records bring up to date, and what
// was learnt.
func (s *state) reset(router Router) {
	*s = state{
		node: s.node, silence: s.silence, day: s.day, learnt: s.learnt, steps: s.steps, settings: s.settings, router: router,
		sessions: newSessions(), team: newTeam(), connections: newConnections(),
		jobs: newJobs(), effects: map[string]pending{},
		messages: places{},
	}
}

// redate sets the timers of all open sessions, and of all plans, anew.
func (s *state) redate(now time.Time) {
	for id := range s.sessions.open {
		s.setTimer(id, now)
	}
	for id := range s.team.agents {
		s.setShift(id, now)
	}
}

// setTimer sets the timer of a session by what is known of it and around it.
func (s *state) setTimer(id chat.SessionID, now time.Time) {
	// A session that has ended has no timer: the zero instant takes it out.
	var at time.Time
	var c chat.Command
	if k, open := s.sessions.open[id]; open {
		at, c = s.next(k.value, now)
	}
	s.timers.set(id, at, c)
}

// next returns a session's next automatic command, by what this node knows.
func (s *state) next(x chat.Session, now time.Time) (time.Time, chat.Command) {
	ahead := s.aheadOf(x, now)
	x = s.inStep(x, now)
	around := chat.Around{Team: inStep{&s.team}, Visitor: s.absence(x.Visitor)}
	// Only for those who wait the hours count, and who is there: who has an agent is served.
	if x.State.Waiting() && s.settings != nil {
		// Its queue was retired, or is no longer one of its site: it waits in another one.
		if q, at, ok := s.settings.Instead(x); ok {
			return at, chat.Redirect{Queue: q}
		}
		if d, ok := s.demandOf(x, now); ok {
			around.Closes = s.closes(x, d, now)
			around.AwayAfter, around.Summon = s.settings.AwayAfter(x), s.settings.Summon(x)
			around.Deserted = d.Among(s.team.there).Nobody()
		}
	}
	at, c := chat.Next(x, around, now)
	if l, ok := c.(chat.Leave); ok { // the session says since when in its own time
		l.Since = l.Since.Add(ahead)
		c = l
	}
	return at, c
}

// demandOf returns what a waiting session asks, by whom it excludes. It is false where its queue is
// not in force.
func (s *state) demandOf(x chat.Session, now time.Time) (door.Demand, bool) {
	x = s.inStep(x, now)
	d, ok := s.settings.DemandOf(x)
	return d.Without(x.Excluded, &s.team, now), ok
}

// closes returns when a waiting session becomes a message because its hours are over, grace
// included, and nobody is left who could serve it; until then, when to look again. The zero instant
// is never.
func (s *state) closes(x chat.Session, d door.Demand, now time.Time) time.Time {
	until, over, ok := s.settings.Hours(x, now)
	if !ok {
		return time.Time{}
	}
	// An agent who remains serves whoever was in line in time, also after the hours.
	if over && !s.team.any(func(a chat.Agent) bool { return Remains(a) && d.Suits(a) }) {
		return now
	}
	return until
}
