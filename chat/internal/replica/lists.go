package replica

import (
	"cmp"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// Lists tells what an agent has to look at, by what a Replica knows. It names sessions and copies
// none: most of them are as they were when they were looked at last, which their revisions tell.
// All lists are as of one revision, so a session that moves from one to another is in one of them.
type Lists struct {
	replica *Replica
	limit   int
}

// NewLists returns the lists of a Replica, of at most limit sessions each. Those of an agent's own
// sessions and offers are whole.
func NewLists(limit int, r *Replica) Lists { return Lists{r, limit} }

// Asked is what lists are wanted.
type Asked struct {
	Agent  chat.AgentID
	Queues []chat.QueueID          // that the agent serves
	Sees   func(chat.Session) bool // of sessions that the agent stands beside
}

// Lined is what is in the lists of an agent, as of one revision.
type Lined struct {
	Offered []Ref // in no order
	Owned   []Ref // those first that were given to the agent first
	Beside  []Ref // the latest, those first that the agent came to first
	Waiting []Ref // those first that have waited longest
	Left    []chat.SessionID
}

// Ref names a session in a list.
type Ref struct {
	ID       chat.SessionID
	Visitor  chat.VisitorID
	Agent    chat.AgentID
	Rev      store.Rev // of its record
	Position int       // in line; 0: not in line
}

// Of returns what is in the lists. It copies no session. It is false while not everything is
// loaded.
func (l Lists) Of(want Asked) (Lined, bool) {
	l.replica.mu.Lock()
	defer l.replica.mu.Unlock()
	s := &l.replica.state
	x := &s.sessions
	var out Lined
	for id := range x.offered[want.Agent] {
		out.Offered = append(out.Offered, s.ref(id))
	}
	for id := range x.owned[want.Agent] {
		out.Owned = append(out.Owned, s.ref(id))
	}
	slices.SortFunc(out.Owned, func(a, b Ref) int {
		one, other := &x.at(a.ID).value, &x.at(b.ID).value
		return cmp.Or(one.AssignedAt.Compare(other.AssignedAt), cmp.Compare(a.ID, b.ID))
	})
	// A colleague may have lost the right to see a session since they came to stand beside it.
	for _, c := range x.besides(want.Agent) {
		if want.Sees(c) {
			out.Beside = append(out.Beside, s.ref(c.ID))
		}
	}
	out.Beside = out.Beside[max(0, len(out.Beside)-l.limit):]
	for _, p := range x.places.first(want.Queues, l.limit) {
		out.Waiting = append(out.Waiting, s.ref(p.id))
	}
	for _, p := range s.messages.first(want.Queues, l.limit) {
		out.Left = append(out.Left, p.id)
	}
	return out, s.loaded
}

// Grown returns how many entries an open session has, and a revision at which it had them already.
// It is false for one that is not there.
func (l Lists) Grown(id chat.SessionID) (entries int, rev store.Rev, ok bool) {
	l.replica.mu.Lock()
	defer l.replica.mu.Unlock()
	x := &l.replica.state.sessions
	rev, ok = x.grown[id]
	return x.at(id).value.Entries, rev, ok
}

// ref names an open session.
func (s *state) ref(id chat.SessionID) Ref {
	k := s.sessions.at(id)
	r := Ref{ID: id, Visitor: k.value.Visitor, Agent: k.value.Agent, Rev: k.rev}
	if k.value.State.Waiting() {
		r.Position, _ = s.router.Position(string(id))
	}
	return r
}
