package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/invite"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// nearby is the agents connected to this node. It writes one record for all of them, once a
// heartbeat. A link whose last stream ended stays in the record, marked as gone, until the leader
// has dealt with it: so the loss of an agent survives the loss of the node that noticed it.
type nearby struct {
	store store.Store
	hub   *replica.Hub
	told  func() bool // visitors of this node are told of: then there is a record without agents too

	invites *invite.Book // likewise its prompts

	node  string
	every time.Duration
	wall  func() time.Time
	tick  func() time.Time // of the clock of intervals

	where  func(chat.AgentID, store.Rev) replica.Whereabouts
	clocks replica.Clocks

	mu      sync.Mutex
	links   map[chat.AgentID]*link
	changed bool
	beat    int64
	next    time.Time // when the next heartbeat is due, by the clock of intervals; zero: there is no record
	soon    time.Time // the record is not written before, by the same clock
}

// beatGap is the least time between two writes of a node's record. An agent whose page reloads
// again and again costs no more than that.
const beatGap = 200 * time.Millisecond

// callFor is how long an agent counts as connected after a call, where calls count: as long as the
// grace unless it is set otherwise.
const callFor = replica.SeenFor

type link struct {
	streams []int64   // the versions of the principals whose streams are open
	gone    time.Time // when the last stream ended; zero: one is open, or calls come
	called  time.Time // when a call that counts came last, by the clock of intervals; zero: none does
	early   bool      // the calls began before any stream: the first one ends them
	caller  int64     // the highest version of the principals of these calls
	told    store.Rev // the revision since which the record says that it is gone; 0: it does not yet
}

// join counts one more stream of an agent, by a principal of a version. The function it returns
// ends the stream at an instant.
func (n *nearby) join(a chat.AgentID, version int64) (leave func(time.Time)) {
	n.mu.Lock()
	s := n.link(a)
	before := s.attending(a)
	s.streams = append(s.streams, version)
	if s.early {
		s.called, s.caller, s.early = time.Time{}, 0, false
	}
	n.changed = n.changed || s.attending(a) != before
	s.gone, s.told = time.Time{}, 0
	n.mu.Unlock()
	n.hub.Wake(replica.TopicNearby)
	return func(now time.Time) {
		n.mu.Lock()
		before := s.attending(a)
		i := slices.Index(s.streams, version)
		s.streams = slices.Delete(s.streams, i, i+1)
		if len(s.streams) == 0 && s.called.IsZero() {
			s.gone = now
		}
		n.changed = n.changed || s.attending(a) != before
		n.mu.Unlock()
		n.hub.Wake(replica.TopicNearby)
	}
}

// heard takes in a call of an agent by a principal of a version. It counts as a connection until
// none has come for callFor, for two sorts of agents. Of one who is lost no stream is open: where
// streams do not get through, or are polls far apart, somebody works all the same. One who takes
// sessions and has had no stream yet may be led by calls alone; their first stream ends that. Any
// other call changes nothing, so that a closed page is noticed as soon as ever.
func (n *nearby) heard(a chat.Agent, version int64) {
	lost := a.Mode == chat.Lost
	n.mu.Lock()
	s := n.links[a.ID]
	if s != nil && (len(s.streams) > 0 || !lost && s.called.IsZero()) {
		n.mu.Unlock()
		return
	}
	if s == nil && !lost {
		n.mu.Unlock()
		if !a.Leaves() || a.Bot || !n.where(a.ID, 0).Calling {
			return
		}
		n.mu.Lock()
		if s = n.links[a.ID]; s != nil {
			n.mu.Unlock()
			return
		}
	}
	if s == nil {
		s = n.link(a.ID)
		s.early = !lost
	}
	before := s.attending(a.ID)
	s.called, s.caller = n.tick(), max(s.caller, version)
	s.gone, s.told = time.Time{}, 0
	changed := s.attending(a.ID) != before
	n.changed = n.changed || changed
	n.mu.Unlock()
	if changed {
		n.hub.Wake(replica.TopicNearby)
	}
}

// lostFrom returns when an agent is lost by what is known now, the zero instant if they are not.
func (n *nearby) lostFrom(a chat.Agent) time.Time {
	if !a.Leaves() || a.Bot || !n.where(a.ID, 0).Calling {
		return time.Time{}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if s := n.links[a.ID]; s != nil && len(s.streams) > 0 {
		return time.Time{}
	}
	return n.wall().Add(callFor)
}

// fallSilent ends what calls there were if they are over by an instant of the clock of intervals,
// and with them the connection unless a stream is open. Calls that began before a stream are over,
// too, once one is open on another node, and leave no trace: who closes that page is gone.
func (n *nearby) fallSilent(id chat.AgentID, s *link, tick time.Time) {
	switch {
	case s.called.IsZero():
		return
	case s.early && len(s.streams) == 0 && n.where(id, 0).Streaming:
		delete(n.links, id)
		n.changed = true
		return
	case tick.Before(s.called.Add(callFor)):
		return
	}
	before := s.attending(id)
	s.called, s.caller, s.early = time.Time{}, 0, false
	if len(s.streams) == 0 {
		s.gone = n.wall()
	}
	n.changed = n.changed || s.attending(id) != before
}

// here reports whether the agent counts as connected.
func (s *link) here() bool { return len(s.streams) > 0 || !s.called.IsZero() }

// refusedFrom is that of records.Attending.
func (s *link) refusedFrom() int64 {
	if !s.here() {
		return 0
	}
	highest := max(0, s.caller)
	for _, version := range s.streams {
		highest = max(highest, version)
	}
	return highest + 1
}

// attending is what this node's record says of the agent.
func (s *link) attending(a chat.AgentID) records.Attending {
	return records.Attending{
		Agent: a, Gone: s.gone, RefusedFrom: s.refusedFrom(), Calls: s.here() && len(s.streams) == 0,
	}
}

func (n *nearby) link(a chat.AgentID) *link {
	if n.links == nil {
		n.links = map[chat.AgentID]*link{}
	}
	if n.links[a] == nil {
		n.links[a] = &link{}
	}
	return n.links[a]
}

// adopt takes over the record that an earlier run of this node left. Its agents are gone until they
// connect again.
func (n *nearby) adopt(left records.Attendance, now time.Time) {
	n.invites.Adopt(left.Invites)
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range left.Agents {
		if _, ok := n.links[a.Agent]; ok {
			continue
		}
		n.link(a.Agent).gone = now
		if !a.Gone.IsZero() {
			n.link(a.Agent).gone = a.Gone
		}
	}
	n.beat = max(n.beat, left.Beat)
	n.changed = true
}

// step writes the record when a link changed or the heartbeat is due, and deletes it with the last
// link. The zero instant means when something changes.
func (n *nearby) step(ctx context.Context, now time.Time) (time.Time, error) {
	says := n.invites.Report()
	batch, links, err := n.due(now, says)
	if err != nil || batch == nil {
		return n.wake(), err
	}
	if len(batch.Put) > 0 {
		n.clocks.Write(n.tick())
	}
	rev, err := n.store.Commit(ctx, *batch)
	if err != nil {
		n.mu.Lock()
		n.changed = true
		n.mu.Unlock()
		return now.Add(n.every / 3), fmt.Errorf("desk: write presence: %w", err)
	}
	n.invites.Told(says)
	if len(batch.Put) == 0 {
		n.clocks.Return(n.tick())
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.next, n.soon = time.Time{}, now.Add(beatGap)
	if links > 0 || n.told() || says != nil {
		n.next = now.Add(n.every)
	}
	if n.changed {
		return n.soon, nil
	}
	for _, s := range n.links {
		if !s.here() && s.told == 0 {
			s.told = rev
		}
	}
	return n.next, nil
}

// wake returns when step has something to do.
func (n *nearby) wake() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.changed {
		return n.soon
	}
	return n.next
}

// due returns the batch to write now, nil if there is none. Says is of this node's prompts.
func (n *nearby) due(now time.Time, says *records.Invites) (*store.Batch, int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for id, s := range n.links {
		n.fallSilent(id, s, now)
		if !s.here() && s.told != 0 && n.where(id, s.told).Settled {
			delete(n.links, id)
			n.changed = true
		}
	}
	if n.changed && now.Before(n.soon) || !n.changed && (n.next.IsZero() || now.Before(n.next)) {
		return nil, 0, nil
	}
	n.changed = false
	if len(n.links) == 0 && !n.told() && says == nil {
		return &store.Batch{Delete: []string{records.Presence(n.node)}}, 0, nil
	}
	n.beat++
	r := n.record(n.wall())
	r.Invites = says
	value, err := records.Encode(r, nil)
	if err != nil {
		return nil, 0, err
	}
	return &store.Batch{Put: []store.Record{{Key: records.Presence(n.node), Value: value}}}, len(n.links), nil
}

func (n *nearby) record(now time.Time) records.Attendance {
	r := records.Attendance{Node: n.node, At: now, Beat: n.beat}
	for id, s := range n.links {
		r.Agents = append(r.Agents, s.attending(id))
	}
	slices.SortFunc(r.Agents, func(a, b records.Attending) int { return cmp.Compare(a.Agent, b.Agent) })
	return r
}

// beatNow writes a heartbeat soon: visitors of this node are told of, or no longer are.
func (n *nearby) beatNow() {
	n.mu.Lock()
	n.changed = true
	n.mu.Unlock()
	n.hub.Wake(replica.TopicNearby)
}

// leaveAll marks every link as gone. The node is shutting down, and its agents will connect to
// another one.
func (n *nearby) leaveAll(now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.soon = time.Time{}
	for _, s := range n.links {
		if s.gone.IsZero() {
			s.gone, n.changed = now, true
			s.called, s.caller, s.early = time.Time{}, 0, false
		}
	}
}
