package replica

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// Leadership is who leads, and whether there is anything to lead.
type Leadership struct {
	Loaded bool
	Lease  store.Rev // the revision of the lease; 0: nobody leads
	Beat   store.Rev // of its beat
	// Busy: a session is open, an agent is connected or to be seen to, an effect, a job or an edge
	// of a plan is due.
	Busy bool
}

// Leadership returns who leads. Can tells whether this node can do effects of a kind.
func (r *Replica) Leadership(now time.Time, can func(hook.EffectKind) bool) Leadership {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Leadership{Loaded: r.state.loaded, Lease: r.state.lease, Beat: r.state.beat, Busy: r.state.busy(now, can)}
}

// busy reports whether somebody has to lead. While nobody has to, no node renews a lease, and an
// idle desk writes nothing.
func (s *state) busy(now time.Time, can func(hook.EffectKind) bool) bool {
	if len(s.sessions.open) > 0 || len(s.connections.nodes) > 0 || s.team.leaving > 0 || len(s.connections.none) > 0 {
		return true
	}
	if due, ok := s.jobs.due.Next(); ok && !due.After(now) {
		return true
	}
	if due, ok := s.team.plans.due.Next(); ok && !due.After(now) {
		return true
	}
	for _, e := range s.effects {
		if can(e.Kind) {
			return true
		}
	}
	return len(s.jobs.lanes) > 0 && (can(hook.EffectWords) || s.jobs.lanes.fetching())
}

// Next returns a session's next automatic command, by what this node knows around it: see
// chat.Next.
func (r *Replica) Next(s chat.Session, now time.Time) (time.Time, chat.Command) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.next(s, now)
}

// Proposal is what the Router proposes to do in one batch. It remembers its Router: when the
// settings made another one meanwhile, that one has proposed nothing that could be taken back.
type Proposal struct {
	Decisions []routing.Decision
	router    Router
}

// Propose asks the Router what to do now.
func (r *Replica) Propose(now time.Time) (all []Proposal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for ds := range assign.Batches(r.state.router.Advance(now)) {
		all = append(all, Proposal{slices.Clone(ds), r.state.router})
	}
	return all
}

// Undo takes a proposal back whose commit failed, the last decision first.
func (r *Replica) Undo(now time.Time, p Proposal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range slices.Backward(p.Decisions) {
		p.router.Undo(now, d)
	}
}

// NextMove returns when the Router, a session, an agent or a node has something to do next; the
// zero instant is never.
func (r *Replica) NextMove(now, tick time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.state.timers.next()
	if t, ok := r.state.team.plans.due.Next(); ok {
		at = timing.Earlier(at, t)
	}
	if t, ok := r.state.watches.Next(); ok {
		at = timing.Earlier(at, timing.After(now, tick, t))
	}
	if t, ok := r.state.router.NextDeadline(); ok && t.After(now) { // Propose has handled everything due by now
		at = timing.Earlier(at, t)
	}
	return at
}
