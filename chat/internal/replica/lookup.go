package replica

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// Session returns an open session with the revision of its record. One that has ended, or is not
// known yet, is not there.
func (r *Replica) Session(id chat.SessionID) (chat.Session, store.Rev, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.state.sessions.open[id]
	k := r.state.sessions.at(id)
	return k.value, k.rev, ok
}

// Agent implements chat.Team.
func (r *Replica) Agent(id chat.AgentID) (chat.Agent, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.team.Agent(id)
}

// Agents calls each with every agent who is not removed, in any order; it holds the replica
// meanwhile. It is false, and calls nothing, while not everything is loaded.
func (r *Replica) Agents(each func(chat.Agent)) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.state.loaded {
		return false
	}
	r.state.team.each(each)
	return true
}

// Unreadable returns the faults of agents' records that cannot be read, by key. What was known of
// these agents is kept.
func (r *Replica) Unreadable() []chat.Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.team.faults()
}

// Work is what an agent has, as of a revision of the feed.
type Work struct {
	Seen     store.Rev      // everything up to here is in it
	Agent    chat.Agent     // the agent's record; the zero Agent while there is none
	Sessions []Followed     // which the agent owns
	Beside   []chat.Session // which the agent stands beside, those first that they came to first
	Ledger   store.Rev      // the revision of the agent's record
}

// Followed is an open session, and how many entries it has.
type Followed struct {
	ID      chat.SessionID
	Entries int
}

// WorkOf returns the sessions that an agent owns or stands beside. It is false while not
// everything is loaded.
func (r *Replica) WorkOf(id chat.AgentID) (Work, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &r.state
	owned := make([]Followed, 0, len(s.sessions.owned[id]))
	for x := range s.sessions.owned[id] {
		owned = append(owned, Followed{x, s.sessions.at(x).value.Entries})
	}
	return Work{
		Seen: s.at, Agent: s.team.agents[id].value, Ledger: s.team.agents[id].rev,
		Sessions: owned, Beside: s.sessions.besides(id),
	}, s.loaded
}

// Serves says who could serve a session that excludes some agents.
func (r *Replica) Serves(d door.Demand, excluded []chat.Exclusion, now time.Time) door.Verdict {
	r.mu.Lock()
	defer r.mu.Unlock()
	return d.Without(excluded, &r.state.team, now).Among(r.state.team.there)
}

// StaffFor tells whether people are there for a waiting session. An offer that is out has taken its
// place.
func (r *Replica) StaffFor(s chat.Session, now time.Time) chat.Staff {
	if s.State == chat.Offered {
		return chat.StaffFree
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.state.loaded || r.state.settings == nil {
		return chat.StaffUnknown
	}
	d, ok := r.state.demandOf(s, now)
	if !ok {
		return chat.StaffUnknown
	}
	return d.Among(r.state.team.there).Staff
}

// Position returns a waiting session's place in its line, from 1; 0 if it is not in line, or not
// known yet. An offered session keeps the place it had.
func (r *Replica) Position(id chat.SessionID) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, _ := r.state.router.Position(string(id))
	return n
}

// Wait returns how long a waiting session will wait from now on.
func (r *Replica) Wait(id chat.SessionID, now time.Time) routing.Estimate {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.router.Wait(string(id), now)
}

// WaitFor returns how long a session would wait that joined its line now, and its place there, by a
// Router that can tell. By any other it waits as long as the last one in the line.
func (r *Replica) WaitFor(s chat.Session, now time.Time) routing.Estimate {
	r.mu.Lock()
	defer r.mu.Unlock()
	type forecaster interface {
		WaitFor(time.Time, routing.RequestFact) routing.Estimate
	}
	// A host's own Router need not be able to.
	if f, ok := r.state.router.(forecaster); ok {
		return f.WaitFor(now, assign.Session(s, 0))
	}
	var e routing.Estimate
	if last, ok := r.state.last(s.Queue); ok {
		e = r.state.router.Wait(string(last), now)
	}
	e.Place = r.state.router.Waiting(string(s.Queue)) + 1
	return e
}

// Full reports whether a queue admits nobody, by the Router: those on offer count too. What is
// refused by it is near certain; the exact limit is the Router's proposals.
func (r *Replica) Full(q chat.QueueID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.router.Full(string(q))
}

// Waiting returns how many sessions wait in a queue. Those that are on offer count in all, and do
// not stand in line any more.
func (r *Replica) Waiting(q chat.QueueID) (inLine, all int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.router.Waiting(string(q)), len(r.state.sessions.line[q])
}

// last returns the session at the end of a queue's line. It is false for an empty line.
func (s *state) last(q chat.QueueID) (last chat.SessionID, ok bool) {
	var since time.Time
	for id := range s.sessions.line[q] {
		if at := s.sessions.at(id).value.QueuedAt; !ok || at.After(since) || at.Equal(since) && id > last {
			last, since, ok = id, at, true
		}
	}
	return last, ok
}

// Line returns the sessions that wait in a queue by place.
func (r *Replica) Line(q chat.QueueID) []chat.Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	ss := r.state.sessions.of(r.state.sessions.line[q])
	slices.SortFunc(ss, ByPlace)
	return ss
}

// Explain says of each agent why they do not get a waiting session, or why one got it. It is empty
// for an unknown one. Could reports of an agent whether they could serve it now or soon, as the
// door asks; nobody is asked of a session that does not wait.
func (r *Replica) Explain(id chat.SessionID, now time.Time) (vs []routing.Verdict, could func(chat.Agent) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	could = func(chat.Agent) bool { return false }
	if k := r.state.sessions.at(id); k.value.State.Waiting() && r.state.settings != nil {
		if d, ok := r.state.demandOf(k.value, now); ok {
			could = func(a chat.Agent) bool { return a.Mode == chat.Available && d.Suits(a) }
		}
	}
	return r.state.router.Explain(string(id)), could
}

// ByPlace orders sessions by how long they have been in line, then by id.
func ByPlace(a, b chat.Session) int {
	if c := a.QueuedAt.Compare(b.QueuedAt); c != 0 {
		return c
	}
	if a.ID < b.ID {
		return -1
	}
	return 1
}
