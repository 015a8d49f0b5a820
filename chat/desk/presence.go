package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
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
	node  string
	every time.Duration
	wall  func() time.Time
	tick  func() time.Time // of the clock of intervals

	mu      sync.Mutex
	links   map[chat.AgentID]*link
	changed bool
	beat    int64
	next    time.Time // when the next heartbeat is due, by the clock of intervals; zero: there is no record
	soon    time.Time // the record is not written before, by the same clock
}

// flicker is the least time between two writes of a node's record. An agent whose page reloads
// again and again costs no more than that.
const flicker = 200 * time.Millisecond

// callFor is how long an agent counts as connected after a call, who was lost when the calls began: as
// long as the grace unless it is set otherwise.
const callFor = 45 * time.Second

type link struct {
	streams []int64   // the versions of the principals whose streams are open
	gone    time.Time // when the last stream ended; zero: one is open, or calls come
	called  time.Time // when a call of an agent who was lost came last, by the clock of intervals; zero: none counts
	caller  int64     // the highest version of the principals of these calls
	told    store.Rev // the revision since which the record says that it is gone; 0: it does not yet
}

// join counts one more stream of an agent, by a principal of a version. The function it returns ends
// the stream at an instant.
func (n *nearby) join(a chat.AgentID, version int64) (leave func(time.Time)) {
	n.mu.Lock()
	s := n.link(a)
	before := s.refusedFrom()
	s.streams = append(s.streams, version)
	n.changed = n.changed || s.refusedFrom() != before
	s.gone, s.told = time.Time{}, 0
	n.mu.Unlock()
	n.hub.Ring(replica.TopicNearby)
	return func(now time.Time) {
		n.mu.Lock()
		before := s.refusedFrom()
		i := slices.Index(s.streams, version)
		s.streams = slices.Delete(s.streams, i, i+1)
		n.changed = n.changed || s.refusedFrom() != before
		if len(s.streams) == 0 && s.called.IsZero() {
			s.gone = now
		}
		n.mu.Unlock()
		n.hub.Ring(replica.TopicNearby)
	}
}

// heard takes in a call of an agent. The calls of one who is lost, because no stream of theirs is open,
// count as a connection until none has come for callFor: where streams do not get through, or are
// polls far apart, somebody works all the same. Any other call changes nothing, so that a closed page
// is noticed as soon as ever.
func (n *nearby) heard(a chat.AgentID, version int64, lost bool) {
	n.mu.Lock()
	s := n.links[a]
	if s == nil && !lost || s != nil && (len(s.streams) > 0 || !lost && s.called.IsZero()) {
		n.mu.Unlock()
		return
	}
	if s == nil {
		s = n.link(a)
	}
	before := s.refusedFrom()
	s.called, s.caller = n.tick(), max(s.caller, version)
	s.gone, s.told = time.Time{}, 0
	changed := s.refusedFrom() != before
	n.changed = n.changed || changed
	n.mu.Unlock()
	if changed {
		n.hub.Ring(replica.TopicNearby)
	}
}

// fallSilent ends what calls there were if they are over by an instant of the clock of intervals, and
// with them the connection unless a stream is open.
func (n *nearby) fallSilent(s *link, tick time.Time) {
	if s.called.IsZero() || tick.Before(s.called.Add(callFor)) {
		return
	}
	before := s.refusedFrom()
	s.called, s.caller = time.Time{}, 0
	n.changed = n.changed || s.refusedFrom() != before
	if len(s.streams) == 0 {
		s.gone = n.wall()
	}
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
// link. Settled reports whether the link of an agent who is gone, by the record of a revision, is
// needed no more. The zero instant means when something changes.
func (n *nearby) step(ctx context.Context, now time.Time, settled func(chat.AgentID, store.Rev) bool) (time.Time, error) {
	batch, links, err := n.due(now, settled)
	if err != nil || batch == nil {
		return n.wake(), err
	}
	rev, err := n.store.Commit(ctx, *batch)
	if err != nil {
		n.mu.Lock()
		n.changed = true
		n.mu.Unlock()
		return now.Add(n.every / 3), fmt.Errorf("desk: write presence: %w", err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.next, n.soon = time.Time{}, now.Add(flicker)
	if links > 0 {
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

// due returns the batch to write now, nil if there is none.
func (n *nearby) due(now time.Time, settled func(chat.AgentID, store.Rev) bool) (*store.Batch, int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for id, s := range n.links {
		n.fallSilent(s, now)
		if !s.here() && s.told != 0 && settled(id, s.told) {
			delete(n.links, id)
			n.changed = true
		}
	}
	if n.changed && now.Before(n.soon) || !n.changed && (n.next.IsZero() || now.Before(n.next)) {
		return nil, 0, nil
	}
	n.changed = false
	if len(n.links) == 0 {
		return &store.Batch{Delete: []string{records.Presence(n.node)}}, 0, nil
	}
	n.beat++
	value, err := records.Encode(n.record(n.wall()), nil)
	if err != nil {
		return nil, 0, err
	}
	return &store.Batch{Put: []store.Record{{Key: records.Presence(n.node), Value: value}}}, len(n.links), nil
}

func (n *nearby) record(now time.Time) records.Attendance {
	r := records.Attendance{Node: n.node, At: now, Beat: n.beat}
	for id, s := range n.links {
		r.Agents = append(r.Agents, records.Attending{Agent: id, Gone: s.gone, RefusedFrom: s.refusedFrom()})
	}
	slices.SortFunc(r.Agents, func(a, b records.Attending) int { return cmp.Compare(a.Agent, b.Agent) })
	return r
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
			s.called, s.caller = time.Time{}, 0
		}
	}
}
