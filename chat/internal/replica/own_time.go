package replica

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
)

// ownTime is the own time of a session: that of its last entry, and what has gone by since. It is
// ahead of the time of day after that was put back, and when another node whose clock is ahead
// wrote last. All deadlines of a session are instants of its own time. What is around it (hours,
// agents, visitors, the heap of timers) goes by the time of day.
type ownTime struct {
	last  time.Time // of the session, by its record
	pace  timing.Pace
	ahead time.Duration // of the time of day, as of the last entry, or since the clock was set
}

// pacer is the part of a Replica that is about own times.
type pacer struct{ of *Replica }

// keepTime lets the own time of an open session run on from its last entry, as often as there is a
// new one: that instant is known by the record, whatever the clock of this node says. A session
// that has ended has no deadlines, so its own time is forgotten.
func (s *state) keepTime(x chat.Session, now, tick time.Time) {
	if x.State.Ended() {
		delete(s.sessions.times, x.ID)
		return
	}
	was, known := s.sessions.times[x.ID]
	last := lastOf(x)
	if known && was.last.Equal(last) {
		return
	}
	own := ownTime{last: last, pace: timing.NewPace(last, now, tick)}
	own.ahead = own.pace.Ahead(now, tick)
	s.sessions.times[x.ID] = own
}

// lastOf returns the last instant at which something happened to a session: what comes to its state
// without an entry counts, too.
func lastOf(x chat.Session) time.Time { return x.Now(time.Time{}) }

// retime finds out how far all own times are ahead, after the time of day was set, and tells the
// Router of those that changed.
func (s *state) retime(now, tick time.Time) {
	for id, own := range s.sessions.times {
		was := own.ahead
		if own.ahead = own.pace.Ahead(now, tick); own.ahead != was {
			s.sessions.times[id] = own
			s.route(s.sessions.at(id), now)
		}
	}
	for key, x := range s.effects {
		x.ahead = x.pace.Ahead(now, tick)
		s.effects[key] = x
	}
	for id, x := range s.team.times {
		if s.team.times[id] = x.again(now, tick); s.team.times[id].lost != x.lost {
			a := s.team.agents[id]
			s.router.Set(now, assign.Agent(s.team.inStep(a.value), uint64(a.rev)))
		}
	}
	s.connections.visits.again(now, tick)
	for id, n := range s.connections.nodes {
		n.deadAt = n.deadAt.again(now, tick)
		s.connections.nodes[id] = n
	}
	s.jobs.again(now, tick)
}

// aheadOf returns how far a session's own time is ahead of the time of day. Of an entry that has
// not come by the feed yet it is only known when it was written.
func (s *state) aheadOf(x chat.Session, now time.Time) time.Duration {
	if own, known := s.sessions.times[x.ID]; known && own.last.Equal(lastOf(x)) {
		return own.ahead
	}
	return max(0, lastOf(x).Sub(now))
}

// inStep returns a session with its instants by the time of day.
func (s *state) inStep(x chat.Session, now time.Time) chat.Session {
	if ahead := s.aheadOf(x, now); ahead > 0 {
		return earlier(x, ahead)
	}
	return x
}

// OwnTime returns a session's own time, which is never before its last entry and never behind the
// time of day. That of a left message is the one of the job that sees to it; that of another
// session which has ended is the time of day.
func (p pacer) OwnTime(x chat.Session, now, tick time.Time) time.Time {
	r := p.of
	r.mu.Lock()
	defer r.mu.Unlock()
	if own, known := r.state.sessions.times[x.ID]; known && own.last.Equal(lastOf(x)) {
		return now.Add(own.pace.Ahead(now, tick))
	}
	if x.State == chat.Messaged {
		j := r.state.jobs.times[records.Job(records.JobReply, string(x.ID))]
		now = now.Add(j.from.pace.Ahead(now, tick))
	}
	return x.Now(now)
}

// earlier returns a session all of whose instants are earlier by d, but for the one by which the
// visitor was told to have an answer: that is a time of day.
func earlier(x chat.Session, d time.Duration) chat.Session {
	x.Offers, x.Excluded = slices.Clone(x.Offers), slices.Clone(x.Excluded)
	x.Stints, x.Beside = slices.Clone(x.Stints), slices.Clone(x.Beside)
	at := []*time.Time{
		&x.CreatedAt, &x.QueuedAt, &x.EnteredAt, &x.StateAt, &x.AssignedAt, &x.AnsweredAt,
		&x.VisitorAt, &x.AgentAt, &x.WarnedAt, &x.EndedAt, &x.LastAt, &x.OwedAt, &x.OverdueAt,
		&x.HeldUntil, &x.LeftAt, &x.Contact.Identity.AskedAt,
	}
	for i := range x.Offers {
		at = append(at, &x.Offers[i].At, &x.Offers[i].Deadline)
	}
	for i := range x.Excluded {
		at = append(at, &x.Excluded[i].Until, &x.Excluded[i].Again)
	}
	for i := range x.Beside {
		at = append(at, &x.Beside[i].At)
	}
	for i := range x.Stints {
		at = append(at, &x.Stints[i].From, &x.Stints[i].To)
	}
	if x.Sticky != nil {
		x.Sticky = new(*x.Sticky)
		at = append(at, &x.Sticky.Until, &x.Sticky.Again)
	}
	if x.Promise != nil {
		x.Promise = new(*x.Promise)
		at = append(at, &x.Promise.At)
	}
	if x.Rating != nil {
		x.Rating = new(*x.Rating)
		at = append(at, &x.Rating.At)
	}
	for _, t := range at {
		if !t.IsZero() {
			*t = t.Add(-d)
		}
	}
	return x
}
