package replica

import (
	"cmp"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// sessions is the sessions that have not ended, and which of them concern an agent or a queue. All
// of it follows from open. The indexes spare looking through all sessions when an agent or a
// queue changes.
type sessions struct {
	open    map[chat.SessionID]*known[chat.Session] // none is changed: see at
	owned   sessionsBy[chat.AgentID]                // by their owner
	offered sessionsBy[chat.AgentID]                // by those who have an offer
	beside  sessionsBy[chat.AgentID]                // by the colleagues who stand beside the owner
	line    sessionsBy[chat.QueueID]                // those that wait, by their queue
	visitor sessionsBy[chat.VisitorID]              // by their visitor
	times   map[chat.SessionID]ownTime              // their own times
	places  places                                  // those that wait, in the order in which they do
	grown   map[chat.SessionID]store.Rev            // by when it had all its entries
}

func newSessions() sessions {
	return sessions{
		open: map[chat.SessionID]*known[chat.Session]{}, owned: sessionsBy[chat.AgentID]{}, offered: sessionsBy[chat.AgentID]{},
		beside: sessionsBy[chat.AgentID]{},
		line:   sessionsBy[chat.QueueID]{}, visitor: sessionsBy[chat.VisitorID]{},
		times: map[chat.SessionID]ownTime{}, places: places{},
		grown: map[chat.SessionID]store.Rev{},
	}
}

// noSession stands for one that is not open.
var noSession = &known[chat.Session]{}

// at returns an open session; the zero session if it is not open. It is shared, and not copied:
// whoever looks through many reads two members of a kilobyte each.
func (x *sessions) at(id chat.SessionID) *known[chat.Session] {
	if k, ok := x.open[id]; ok {
		return k
	}
	return noSession
}

// put takes in a session in place of what was known of it. One that has ended is no longer kept.
func (x *sessions) put(s chat.Session, rev store.Rev) {
	// The session is taken out as it was, and put in as it is: see Replica.
	old := &x.at(s.ID).value
	x.index(*old, sessionsBy[chat.AgentID].remove, sessionsBy[chat.QueueID].remove)
	if old.State.Waiting() {
		x.places.remove(old.Queue, place{old.QueuedAt, s.ID})
	}
	x.visitor.remove(old.Visitor, s.ID)
	delete(x.open, s.ID)
	// Its record is also written where nothing is said, such as when its visitor is told of the
	// wait.
	if old.ID == "" || old.Entries != s.Entries {
		x.grown[s.ID] = rev
	}
	if s.State.Ended() {
		delete(x.grown, s.ID)
	} else {
		x.open[s.ID] = &known[chat.Session]{s, rev}
		x.index(s, sessionsBy[chat.AgentID].add, sessionsBy[chat.QueueID].add)
		x.visitor.add(s.Visitor, s.ID)
		if s.State.Waiting() {
			x.places.add(s.Queue, place{s.QueuedAt, s.ID})
		}
	}
}

// index adds a session to those of its agents and its queue, or removes it, by the two functions.
// One function does both, so that what was added is what is removed.
func (x *sessions) index(s chat.Session, byAgent func(sessionsBy[chat.AgentID], chat.AgentID, chat.SessionID), byQueue func(sessionsBy[chat.QueueID], chat.QueueID, chat.SessionID)) {
	if s.State.Owned() {
		byAgent(x.owned, s.Agent, s.ID)
	}
	for _, o := range s.Offers {
		byAgent(x.offered, o.Agent, s.ID)
	}
	for _, c := range s.Beside {
		if !s.With(c.Agent) {
			break // it is over, and an older node left them there
		}
		byAgent(x.beside, c.Agent, s.ID)
	}
	if s.State.Waiting() {
		byQueue(x.line, s.Queue, s.ID)
	}
}

// of returns the sessions with some ids, in no order.
func (x *sessions) of(ids map[chat.SessionID]struct{}) []chat.Session {
	ss := make([]chat.Session, 0, len(ids))
	for id := range ids {
		ss = append(ss, x.at(id).value)
	}
	return ss
}

// besides returns the sessions that an agent stands beside, those first that they came to first.
func (x *sessions) besides(id chat.AgentID) []chat.Session {
	if len(x.beside[id]) == 0 {
		return nil // sorting takes a stack of several sessions
	}
	all := x.of(x.beside[id])
	since := func(s chat.Session) time.Time {
		i := slices.IndexFunc(s.Beside, func(c chat.Companion) bool { return c.Agent == id })
		return s.Beside[i].At
	}
	slices.SortFunc(all, func(a, b chat.Session) int {
		return cmp.Or(since(a).Compare(since(b)), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// sessionsBy finds the open sessions that concern an agent or a queue.
type sessionsBy[K comparable] map[K]map[chat.SessionID]struct{}

// add is of a session that may be there already: a record may come twice.
func (x sessionsBy[K]) add(k K, id chat.SessionID) {
	if x[k] == nil {
		x[k] = map[chat.SessionID]struct{}{}
	}
	x[k][id] = struct{}{}
}

// remove keeps nothing of a key without sessions: agents and queues come and go.
func (x sessionsBy[K]) remove(k K, id chat.SessionID) {
	if delete(x[k], id); len(x[k]) == 0 {
		delete(x, k)
	}
}
