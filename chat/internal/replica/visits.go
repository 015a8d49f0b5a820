package replica

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// visits is which visitors with a session are connected to which nodes, as each node last said. A
// visitor may be connected to several nodes, with several pages, and is there while one of them
// says so. Of a visitor whom no node names nothing is known.
//
// A node writes a record for each sixteenth of its visitors, and each time says all of them. So
// put compares what it says with what it said before, and only those who came or went are looked
// at.
type visits struct {
	shards map[shardOf]known[records.Visitors]
	of     map[chat.VisitorID][]visit
	writes uint64 // of shards
}

// shardOf names a record: a node's shard.
type shardOf struct {
	node string
	n    int
}

// visit is what one node said of one visitor.
type visit struct {
	node   string
	gone   stamp // when the last page there went; never: one is open
	hidden bool
}

// here reports whether a page is open.
func (v visit) here() bool { return v.gone.at.IsZero() }

// newVisits returns one that has heard of nobody.
func newVisits() visits {
	return visits{shards: map[shardOf]known[records.Visitors]{}, of: map[chat.VisitorID][]visit{}}
}

// put takes in what a node says of a shard, in place of what it said before. It returns the
// visitors of whom it says something else now.
func (x *visits) put(
	at shardOf, said records.Visitors, rev store.Rev, since func(was, is visit) stamp,
) (changed []chat.VisitorID) {
	x.writes++
	before, after := visitsOf(at.node, x.shards[at].value), visitsOf(at.node, said)
	if delete(x.shards, at); rev != 0 {
		x.shards[at] = known[records.Visitors]{said, rev}
	}
	// What is left in after, when all of before was looked at, is new or said otherwise.
	for v, was := range before {
		if is, there := after[v]; there && is == was {
			delete(after, v)
			continue
		}
		x.of[v] = slices.DeleteFunc(x.of[v], func(o visit) bool { return o.node == at.node })
		if len(x.of[v]) == 0 {
			delete(x.of, v)
		}
		if _, there := after[v]; !there {
			changed = append(changed, v)
		}
	}
	for v, is := range after {
		is.gone = since(before[v], is)
		x.of[v] = append(x.of[v], is)
		changed = append(changed, v)
	}
	return changed
}

// late is how long after somebody went a node tells of it at most: pages linger, and records are
// written now and then.
const late = 15 * time.Second

// goneSince returns since when a visitor is gone of whom a node says so now. One who was there
// until then has just gone, whatever the clock of that node shows.
func (c *change) goneSince(was, is visit) stamp {
	gone := is.gone.at
	if c.loaded && was.node != "" && was.here() && !gone.IsZero() && gone.Before(c.now.Add(-late)) {
		gone = c.now
	}
	return stamp{}.next(gone, c.now, c.tick)
}

// again finds out how long who is gone is gone, after the time of day was set.
func (x *visits) again(now, tick time.Time) {
	for _, of := range x.of {
		for i := range of {
			of[i].gone = of[i].gone.again(now, tick)
		}
	}
}

// visitsOf tells what a record says; its stamps have no own time yet.
func visitsOf(node string, said records.Visitors) map[chat.VisitorID]visit {
	all := make(map[chat.VisitorID]visit, len(said.Here)+len(said.Gone))
	for _, v := range said.Here {
		_, hidden := slices.BinarySearch(said.Hidden, v)
		all[v] = visit{node: node, hidden: hidden}
	}
	for _, g := range said.Gone {
		all[g.Visitor] = visit{node, stamp{at: g.At}, g.Hidden}
	}
	return all
}

// shard takes in what a node says of some visitors.
func (c *change) shard(k records.Key, r store.Record) error {
	at := shardOf{k.ID, k.N}
	if c.connections.visits.shards[at].rev >= r.Rev {
		return nil
	}
	var said records.Visitors
	rev := store.Rev(0)
	if !r.Deleted {
		var err error
		if said, err = records.Decode[records.Visitors](r.Value); err != nil {
			return err
		}
		rev = r.Rev
		if _, beats := c.connections.nodes[k.ID]; !beats { // until its heart beats, it may be dead
			c.connections.nodes[k.ID] = node{}
			c.watches.Set(nodeWatch(k.ID), c.tick.Add(c.silence))
		}
	}
	c.attended(c.connections.visits.put(at, said, rev, c.goneSince))
	n, ok := c.connections.nodes[k.ID]
	if ok && n.rev == 0 && len(c.shardsOf(k.ID)) == 0 { // its heart never beat
		delete(c.connections.nodes, k.ID)
		c.watches.Set(nodeWatch(k.ID), time.Time{})
	}
	return nil
}

// attended looks anew at the sessions of visitors who came or went. The agents are told of it, and
// those of the visitors who had left or have no session any more: they may come back to it. Nobody
// else in line sees who is there, and thousands may come at once.
func (c *change) attended(vs []chat.VisitorID) {
	for _, v := range vs {
		stays := false
		for id := range c.sessions.visitor[v] {
			c.steps++
			k := c.sessions.at(id)
			// The Router passes over a visitor who is away, and only those who wait are its concern.
			if k.value.State.Waiting() {
				c.route(k, c.now)
			}
			c.setTimer(id, c.now)
			c.topics.add(TopicLine, TopicQueue(k.value.Queue))
			c.topics.ofAgents(k.value)
			stays = stays || k.value.LeftAt.IsZero()
		}
		if !stays {
			c.topics.add(TopicVisitor(v))
		}
	}
}

// route tells the Router of a session.
func (s *state) route(k *known[chat.Session], now time.Time) {
	f := assign.Session(s.inStep(k.value, now), uint64(k.rev))
	f.Ahead = s.aheadOf(k.value, now)
	f.Away = k.value.AwayFor(s.absence(k.value.Visitor))
	s.router.Set(now, f)
}

// absence is what is known of a visitor who is not there. One whose node is dead is presumed to be
// there: somebody else has to say so.
func (s *state) absence(v chat.VisitorID) (a chat.Absence) {
	hidden := false // as any node says: which of them heard it last cannot be told
	for _, x := range s.connections.visits.of[v] {
		is := chat.Absence{Since: x.gone.by()}
		if x.here() {
			is.Since, is.Presumed = s.connections.nodes[x.node].deadAt.by(), true
			if is.Since.IsZero() {
				return chat.Absence{}
			}
		}
		hidden = hidden || x.hidden
		if is.Since.After(a.Since) {
			a = is
		}
	}
	a.Hidden = hidden
	return a
}

// Attendance is what this node knows of a visitor's presence.
type Attendance struct {
	Known  bool      // a node said something of the visitor
	Here   bool      // a page of the visitor's is open
	Hidden bool      // none of the pages is looked at, or was when the last one was heard of
	Gone   time.Time // when the last page went; zero with Here
}

// Presences is what a Replica knows of visitors.
type Presences struct {
	replica *Replica
	tick    func() time.Time
}

// NewPresences returns what a Replica knows of visitors. Tick reads the clock of intervals.
func NewPresences(tick func() time.Time, r *Replica) Presences { return Presences{r, tick} }

// Of returns what this node knows of a visitor. Of a visitor whose node is silent nothing is known.
func (p Presences) Of(v chat.VisitorID) (a Attendance) {
	tick := p.tick()
	p.replica.mu.Lock()
	defer p.replica.mu.Unlock()
	s := &p.replica.state
	hidden := true
	for _, x := range s.connections.visits.of[v] {
		if x.here() && s.silent(x.node, tick) {
			continue
		}
		// One open page is enough to be there; else the last one to go says since when not.
		switch a.Known = true; {
		case x.here():
			a.Here, hidden = true, hidden && x.hidden
		case x.gone.at.After(a.Gone):
			a.Gone, a.Hidden = x.gone.at, x.hidden
		}
	}
	if a.Here {
		a.Gone, a.Hidden = time.Time{}, hidden
	}
	return a
}

// silent reports whether a node has not been heard of for too long. This one always is.
func (s *state) silent(id string, tick time.Time) bool {
	n := s.connections.nodes[id]
	late := !n.heard.IsZero() && tick.After(n.heard.Add(s.silence))
	return id != s.node && (!n.dead.IsZero() || late)
}

// Visiting is what the room of visitors asks of a visitor.
type Visiting struct {
	Session   bool // the visitor has an open session
	Elsewhere bool // another node that is alive has a page of the visitor's
}

// Visiting tells of visitors, in their order.
func (p Presences) Visiting(vs []chat.VisitorID) []Visiting {
	tick := p.tick()
	p.replica.mu.Lock()
	defer p.replica.mu.Unlock()
	s := &p.replica.state
	out := make([]Visiting, len(vs))
	for i, v := range vs {
		out[i].Session = len(s.sessions.visitor[v]) > 0
		out[i].Elsewhere = slices.ContainsFunc(s.connections.visits.of[v], func(x visit) bool {
			return x.node != s.node && x.here() && !s.silent(x.node, tick)
		})
	}
	return out
}

// Left is what the records of this node say of visitors, whom a former life of it left.
func (p Presences) Left() (all []records.Visitors) {
	p.replica.mu.Lock()
	defer p.replica.mu.Unlock()
	s := &p.replica.state
	for n := range records.Shards {
		if k, ok := s.connections.visits.shards[shardOf{s.node, n}]; ok {
			all = append(all, k.value)
		}
	}
	return all
}

// visitorsSeenTo reports whether nothing is left to do about the visitors of a node: each is known
// by another one, has no session that depends on it, or has left.
func (s *state) visitorsSeenTo(id string) bool {
	for n := range records.Shards {
		said := s.connections.visits.shards[shardOf{id, n}].value
		for v := range visitsOf(id, said) {
			other := func(x visit) bool { return x.node != id }
			if slices.ContainsFunc(s.connections.visits.of[v], other) {
				continue
			}
			for x := range s.sessions.visitor[v] {
				if !s.sessions.at(x).value.Leaves(s.absence(v)).IsZero() {
					return false
				}
			}
		}
	}
	return true
}

// reconsiderVisitors sets the timers of the sessions anew whose visitors a node knows.
func (s *state) reconsiderVisitors(id string, now time.Time) {
	for n := range records.Shards {
		for v := range visitsOf(id, s.connections.visits.shards[shardOf{id, n}].value) {
			for x := range s.sessions.visitor[v] {
				s.steps++
				s.setTimer(x, now)
			}
		}
	}
}

// shardsOf are the keys of what a node said of visitors.
func (s *state) shardsOf(id string) (keys []string) {
	for n := range records.Shards {
		if _, ok := s.connections.visits.shards[shardOf{id, n}]; ok {
			keys = append(keys, records.Visiting(id, n))
		}
	}
	return keys
}
