package sessions

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Ears tells who hears what the feed tells, so that what they are about to be shown is kept: the
// lines of a session that somebody listens to, of one that is offered or given to an agent who
// listens, and, where agents listen at all, of one that has just begun, until it is given to
// somebody. So the agent to whom it comes need not read it.
type Ears struct {
	Session func(chat.SessionID) bool // somebody listens to it
	Agent   func(chat.AgentID) bool   // a stream of theirs is open
	Agents  func() bool               // a stream of any agent is open
	// Known returns how many entries a session had before what is being told, and a revision at
	// which it had them already; false where that is not known. Nil: of none.
	Known func(chat.SessionID) (entries int, rev store.Rev, ok bool)
}

// unheard is how many lines are kept at most of a session to which nobody listens yet.
const unheard = 16

// moves is what a part of the feed says of sessions besides their lines.
type moves struct {
	ears    Ears
	agents  bool
	written map[chat.SessionID]store.Rev    // the revision of its record
	given   map[chat.SessionID]chat.AgentID // whose it became
	over    map[chat.SessionID]bool
	offers  map[store.Rev]bool // commits that offered a session to an agent who listens
}

func newMoves(rs []store.Record, ears Ears) moves {
	return moves{
		ears:    ears,
		agents:  len(rs) > 0 && ears.Agents != nil && ears.Agents(),
		written: map[chat.SessionID]store.Rev{},
		given:   map[chat.SessionID]chat.AgentID{},
		over:    map[chat.SessionID]bool{},
		offers:  map[store.Rev]bool{},
	}
}

// hear takes in a record.
func (m moves) hear(k records.Key, r store.Record) {
	switch k.Family {
	case records.FamilySession:
		m.written[k.Session] = r.Rev
	case records.FamilyActive:
		if !r.Deleted {
			m.given[k.Session] = k.Agent
		}
	case records.FamilyOffer:
		if !r.Deleted && m.here(k.Agent) {
			m.offers[r.Rev] = true
		}
	case records.FamilyOpen:
		m.over[k.Session] = r.Deleted
	}
}

// here reports whether an agent listens.
func (m moves) here(id chat.AgentID) bool { return m.agents && m.ears.Agent(id) }

// wants reports whether a line is to be kept, of whose session so many are kept already.
func (m moves) wants(id chat.SessionID, n int, rev store.Rev, kept int) bool {
	if m.ears.Session(id) {
		return true
	}
	// Who was given it elsewhere listens elsewhere.
	if to, ok := m.given[id]; ok {
		return m.here(to)
	}
	return m.agents && !m.over[id] && (n == 1 || kept > 0 || m.offers[rev]) && kept < unheard
}

// adds reports whether a line is a new one, with which a tail may begin: after one that was only
// written anew there may be others. It was added by the commit that wrote the session too, or it is
// the one after those that the session had, whose record was written since. Before is by when all
// entries before it were there.
func (m moves) adds(l Line) (added bool, before store.Rev) {
	added, before = m.written[l.Session] == l.Rev, unknown
	// Nothing comes before the first one.
	if l.N == 1 {
		return added, 0
	}
	if m.ears.Known == nil {
		return added, before
	}
	if n, rev, ok := m.ears.Known(l.Session); ok && l.N == n+1 {
		return m.written[l.Session] >= l.Rev, rev
	}
	return added, before
}

// isNew reports whether a line is one that its session did not have before. Where that is not known
// it counts as written anew.
func (m moves) isNew(l Line) bool {
	if m.ears.Known != nil {
		if n, _, ok := m.ears.Known(l.Session); ok {
			return l.N == n+1 && m.written[l.Session] >= l.Rev
		}
	}
	return l.N == 1 && m.written[l.Session] == l.Rev
}

// Reach is Reader.Reach by what the feed has told. It is false if the tail does not go back to the
// mark: then the store has to say.
func (t *Tails) Reach(id chat.SessionID, at Mark) (n int, after []Line, whole, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	x := t.of[id]
	if len(x.lines) == 0 || !at.past(x.before) {
		return 0, nil, false, false
	}
	// Back from the end, the first line that is not after the mark decides, as with the store.
	n = x.first() - 1
	for i := len(x.lines) - 1; i >= 0; i-- {
		if l := x.lines[i].Line; !at.Before(l) {
			n = l.N
			break
		}
	}
	after = x.after(n)
	return n, after, len(after) < LinesPage, true
}

// past reports whether nothing that was written up to a revision comes after the mark.
func (m Mark) past(rev store.Rev) bool {
	return rev == 0 || rev < m.Rev || rev == m.Rev && m.N == 0
}
