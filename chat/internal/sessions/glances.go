package sessions

import (
	"context"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Glances keeps what lists show of sessions beside their records, so that it is read once for all
// who look, and not at all when it changes: the feed tells it.
//
// A session is kept from the first look on, until it ends: most sessions of a shop that nobody
// listens to are never kept. The feed keeps those up to date that are kept, and passes over the
// others. So a session is noted before it is read, and if the feed tells of it while it is read,
// what was read is shown to the one who asked and not kept: nobody could tell which of the two is
// newer. The next look reads it again.
//
// By that, what is kept is never older than what the feed has told. It can be newer: a record that
// was read may have changed again before the feed told of the first change, and the feed tells of
// both. Whoever looks must have heard the feed as far as they were shown the session otherwise,
// such as in the answer to a command; else they see less than they have seen.
//
// The versions of glances come from one count and never come again. So whoever has made something
// of a glance compares versions to know whether to make it anew, and needs no copy of it.
//
// Glances is safe for concurrent use. It holds no lock while it reads.
type Glances struct {
	store  store.Store
	atOnce int

	mu      sync.Mutex
	of      map[chat.SessionID]*kept
	by      map[chat.VisitorID][]chat.SessionID // those that are kept
	left    map[chat.SessionID]Left
	version uint64 // of the glance that changed last
	turn    chan struct{}
}

// kept is what is kept of one session. The index by visitors has those that are kept: where a
// visitor is stands in a record of the visitor's own.
type kept struct {
	Glance
	visitor chat.VisitorID
	known   bool
	told    int           // how often the feed told of it
	reading chan struct{} // closed when the one who reads it is done; nil: nobody does
}

// maxKept is how many sessions are kept at most.
const maxKept = 1 << 17

// NewGlances returns one that reads a store, atOnce records' pages at a time.
func NewGlances(s store.Store, atOnce int) *Glances {
	g := &Glances{store: s, atOnce: atOnce, turn: make(chan struct{}, 1)}
	g.Forget()
	return g
}

// Forget drops everything.
func (g *Glances) Forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.of, g.by = map[chat.SessionID]*kept{}, map[chat.VisitorID][]chat.SessionID{}
	g.left = map[chat.SessionID]Left{}
}

// Read reads the glances at sessions from the store, and keeps nothing.
func (g *Glances) Read(ctx context.Context, ss []chat.Session) ([]Glance, error) {
	var keys []string
	for _, s := range ss {
		keys = append(keys, GlanceKeys(s)...)
	}
	found, err := records.GetAll(ctx, g.store, g.atOnce, keys)
	if err != nil {
		return nil, records.Unavailable(err)
	}
	out := make([]Glance, len(ss))
	for i, s := range ss {
		out[i] = GlanceOf(s, found)
	}
	return out, nil
}

// Look returns the glances at sessions. It reads what is not known yet, which somebody else who
// looks meanwhile waits for.
func (g *Glances) Look(ctx context.Context, ss []chat.Session) ([]Glance, error) {
	out, done := make([]Glance, len(ss)), make([]bool, len(ss))
	for {
		mine, others := g.take(ss, out, done)
		if err := g.fill(ctx, ss, mine, out); err != nil {
			return nil, err
		}
		for _, x := range mine {
			done[x.i] = true
		}
		if len(others) == 0 {
			return out, nil
		}
		for _, x := range others {
			select {
			case <-x:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}
}

// Known returns the glance at a session if nothing has to be read for it.
func (g *Glances) Known(s chat.Session) (Glance, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	x := g.of[s.ID]
	if x == nil || !x.known || x.visitor != s.Visitor {
		return Glance{}, false
	}
	return x.of(s), true
}

// Version is that of the glance at a session; 0 if it has to be read.
func (g *Glances) Version(id chat.SessionID) uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	if x := g.of[id]; x != nil && x.known {
		return x.Version
	}
	return 0
}

// due is a session that has to be read: number i of those asked for, and how often the feed had
// told of it before the reading began.
type due struct {
	i    int
	at   *kept
	told int
}

// take gives out what is known, and passes over what is done. Of the rest a session is read by the
// first who finds that nobody reads it, so that a change that has to be read costs one reading,
// however many look. It returns what is to be read, and when others have read the rest.
func (g *Glances) take(
	ss []chat.Session, out []Glance, done []bool,
) (mine []due, others []chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, s := range ss {
		x := g.keep(s)
		switch {
		case done[i]:
		case x.known:
			out[i], done[i] = x.of(s), true
		case x.reading != nil:
			others = append(others, x.reading)
		default:
			x.reading = make(chan struct{})
			mine = append(mine, due{i, x, x.told})
		}
	}
	return mine, others
}

// keep notes a session, from where on the feed tells of it. Where too many are kept all go at once,
// and come back as they are looked at. One that became another visitor's, who signed in, is noted
// anew: where that one is stands in another record. Glances is locked.
func (g *Glances) keep(s chat.Session) *kept {
	x := g.of[s.ID]
	if x != nil && x.visitor != s.Visitor {
		g.forget(s.ID, x)
		x = nil
	}
	if x == nil {
		if len(g.of) >= maxKept {
			clear(g.of)
			clear(g.by)
		}
		x = &kept{visitor: s.Visitor}
		g.of[s.ID] = x
		g.by[s.Visitor] = append(g.by[s.Visitor], s.ID)
	}
	return x
}

// fill reads what is due, and keeps what the feed did not tell of meanwhile. Those who wait for it
// look again, also where it failed: then the next of them reads.
func (g *Glances) fill(ctx context.Context, ss []chat.Session, mine []due, out []Glance) error {
	if len(mine) == 0 {
		return nil
	}
	want := make([]chat.Session, len(mine))
	for i, x := range mine {
		want[i] = ss[x.i]
	}
	read, err := g.Read(ctx, want)
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, x := range mine {
		close(x.at.reading)
		x.at.reading = nil
		if err != nil {
			continue
		}
		g.version++
		read[i].Version = g.version
		out[x.i] = read[i]
		if x.at.told == x.told {
			x.at.Glance, x.at.known = read[i], true
		}
	}
	return err
}

// drop forgets a session that nobody lists any more. Glances is locked.
func (g *Glances) drop(id chat.SessionID) {
	delete(g.left, id)
	if x := g.of[id]; x != nil {
		g.forget(id, x)
	}
}

// forget drops what is kept of a session. Glances is locked.
func (g *Glances) forget(id chat.SessionID, x *kept) {
	delete(g.of, id)
	rest := slices.DeleteFunc(g.by[x.visitor], func(o chat.SessionID) bool { return o == id })
	if g.by[x.visitor] = rest; len(rest) == 0 {
		delete(g.by, x.visitor)
	}
}
