package replica

import (
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Applied is what came of applying records.
type Applied struct {
	Topics   []string // of the Hub: what changed, in byte order
	Settings bool     // a setting changed: Configure is due
	Skipped  []Skipped
}

// Skipped is a record that could not be read: a newer release wrote it, or an audit finds it.
type Skipped struct {
	Record store.Record
	Err    error
}

// change is one Apply on its way. It holds the lock of the replica while it takes records in, and
// collects what others are told. They are told when the lock is free: a listener that is woken asks
// the replica at once.
type change struct {
	*state
	now, tick    time.Time
	topics       topics
	reconfigured bool     // a setting changed
	staff        bool     // who is there for visitors changed
	reads        []Signal // how far somebody has read

	moved map[string]pending // effects whose key was deleted, by ID: they are put off, or done
}

// Apply takes in whole commits up to a revision. Records that are not newer than the known ones are
// ignored.
func (r *Replica) Apply(rs []store.Record, upTo store.Rev, now, tick time.Time) Applied {
	r.mu.Lock()
	c := change{state: &r.state, now: now, tick: tick, topics: topics{}}
	skipped := c.applyAll(rs)
	r.state.at = upTo
	r.mu.Unlock()
	return c.tell(r, skipped)
}

// Complete says that everything there was has been applied. It returns what the record of this node
// says that a former life of it left, and whether there is one.
func (r *Replica) Complete(now, tick time.Time) (left records.Attendance, ok bool, a Applied) {
	r.mu.Lock()
	c := change{state: &r.state, now: now, tick: tick, topics: topics{}}
	// What was learnt before goes in now, on top of records that may be older.
	c.loaded = true
	var rs []store.Record
	for _, x := range c.learnt {
		rs = append(rs, x)
	}
	clear(c.learnt)
	skipped := c.applyAll(rs)
	n, ok := c.connections.nodes[c.node]
	r.mu.Unlock()
	return n.Attendance, ok, c.tell(r, skipped)
}

// Learn takes in the record of an agent ahead of the feed, so that whoever has changed it on this
// node finds it changed. Before Complete it is kept until then: what is applied meanwhile may be
// older.
func (r *Replica) Learn(id chat.AgentID, x store.Record, now, tick time.Time) Applied {
	r.mu.Lock()
	if !r.state.loaded {
		r.state.learnt[id] = x
		r.mu.Unlock()
		return Applied{}
	}
	c := change{state: &r.state, now: now, tick: tick, topics: topics{}}
	skipped := c.applyAll([]store.Record{x})
	r.mu.Unlock()
	return c.tell(r, skipped)
}

// tell counts and posts what came of a change, once the lock is free.
func (c *change) tell(r *Replica, skipped []Skipped) Applied {
	if c.staff {
		r.changes.Add(1)
	}
	for _, x := range c.reads {
		r.hub.Post(x)
	}
	return Applied{Topics: c.topics.list(), Settings: c.reconfigured, Skipped: skipped}
}

// applyAll takes in some records. One that cannot be read is skipped, and what was known of it
// stays: a node must not stop for a record that a newer release wrote.
func (c *change) applyAll(rs []store.Record) (skipped []Skipped) {
	for _, r := range rs {
		if err := c.apply(r); err != nil {
			skipped = append(skipped, Skipped{r, err})
		}
	}
	return skipped
}

// apply takes in one changed record.
func (c *change) apply(r store.Record) error {
	k, err := records.Parse(r.Key)
	if err != nil {
		return err
	}
	switch k.Family {
	case records.FamilySession:
		return c.session(k, r)
	case records.FamilyAgent:
		return c.agent(k, r)
	case records.FamilyPresence:
		if k.Visits {
			return c.shard(k, r)
		}
		return c.attendance(k, r)
	case records.FamilyLease:
		c.leadership(k, r)
	case records.FamilyOutbox:
		return c.effect(r)
	case records.FamilySettings, records.FamilyRule:
		// The replica keeps no settings itself: who follows the feed reads them and calls Configure.
		c.reconfigured = true
		c.staffChanged()
		c.topics.add(TopicSettings, TopicLine, TopicBoard)
	case records.FamilyCurrent:
		c.topics.add(TopicVisitor(k.Visitor), TopicPerson(k.Visitor))
	case records.FamilyHistory:
		c.topics.add(TopicVisitor(k.Visitor), TopicPerson(k.Visitor), TopicHistory(k.Visitor))
	case records.FamilyTimeline:
		// Entries stay with the streams, which get them from the feed, too.
		c.topics.add(TopicSession(k.Session))
	case records.FamilyCursor:
		// How far somebody has read is told and not kept: a stream that begins reads it.
		if !r.Deleted {
			c.reads = append(c.reads, Signal{Session: k.Session, At: c.now, By: k.ID, Read: records.ReadUpTo(r.Value)})
		}
		c.topics.add(TopicSession(k.Session))
	case records.FamilyExtern:
		c.topics.add(TopicExtern(k.Kind, k.ID))
	case records.FamilyJob:
		return c.job(r)
	case records.FamilyMessaged:
		c.message(k, !r.Deleted)
	case records.FamilyCarrying, records.FamilyFetching:
		c.jobs.lanes.put(r.Key, !r.Deleted)
		c.topics.add(TopicLanes, TopicLine)
	}
	return nil
}

// staffChanged notes that sessions may be able to begin where they could not, or the other way
// round.
func (c *change) staffChanged() {
	c.staff = true
	c.topics.add(TopicAvailability)
}

// session takes in a session's record. The day's counts, the Router, the timer and all indexes
// follow from it, here and nowhere else.
func (c *change) session(k records.Key, r store.Record) error {
	old := c.sessions.at(k.Session)
	if old.rev >= r.Rev {
		return nil
	}
	s := chat.Session{ID: k.Session, State: chat.Closed} // a deleted record ended too
	if !r.Deleted {
		var err error
		if s, err = records.Decode[chat.Session](r.Value); err != nil {
			return err
		}
	}
	// The own time comes before the Router and the timer, which both go by it.
	c.sessions.put(s, r.Rev)
	c.day.note(s, r.Rev)
	c.keepTime(s, c.now, c.tick)
	c.route(&known[chat.Session]{s, r.Rev}, c.now)
	c.setTimer(s.ID, c.now)
	// Who had the session must hear that it is gone, and who has it now that it came.
	c.topics.ofSession(old.value)
	c.topics.ofSession(s)
	return nil
}

// agent takes in an agent's record. Three things around it may have changed with it. The timers of
// the agent's sessions and offers depend on whether the agent is there. The timers of those who
// wait depend on whether anybody is left who could serve them. And visitors may begin where they
// could not, or the other way round.
func (c *change) agent(k records.Key, r store.Record) error {
	old := c.team.agents[k.Agent]
	if old.rev >= r.Rev {
		return nil
	}
	a, rev := chat.Agent{ID: k.Agent, Removed: true}, store.Rev(0)
	if !r.Deleted {
		var err error
		if a, err = records.Decode[chat.Agent](r.Value); err != nil {
			c.team.unreadable[k.Agent] = chat.Fault{Kind: chat.FaultUnreadable, Key: r.Key, Agent: k.Agent, Says: err.Error()}
			return err
		}
		rev = r.Rev
	}
	// A record that was deleted counts as that of an agent who is removed.
	covered := c.putAgent(old.value, a, rev)
	c.team.keepTime(a, c.now, c.tick)
	c.router.Set(c.now, assign.Agent(c.team.inStep(a), uint64(r.Rev)))
	c.watchAgent(a.ID, c.tick)
	if old.rev == 0 || a.Mode != old.value.Mode || !samePlan(a, old.value) {
		c.setShift(a.ID, c.now)
	}
	// An agent may be gone, or back: sessions and offers wait for a lost agent only so long.
	if a.Mode != old.value.Mode || !a.LostAt.Equal(old.value.LostAt) {
		c.reconsider(c.sessions.owned[a.ID])
		c.reconsider(c.sessions.offered[a.ID])
	} else if a.Load > a.Capacity {
		// There is no room any more for what was offered.
		c.reconsider(c.sessions.offered[a.ID])
	}
	// Where others could do all that this agent can, no timer of those who wait changes. So an agent
	// who comes to a large team costs no look at everybody in line.
	if !covered {
		c.reconsiderLines(slices.Concat(old.value.Queues, a.Queues))
	}
	c.topics.add(TopicAgent(a.ID), TopicBoard, TopicLine)
	if old.value.Mode != a.Mode || old.value.Capacity != a.Capacity { // the waits in these queues change
		for _, q := range slices.Concat(old.value.Queues, a.Queues) {
			c.topics.add(TopicQueue(q.Queue), TopicPlaces(q.Queue))
		}
	}
	return nil
}

// putAgent takes in an agent, and tells whether that leaves a queue without anybody, or gives one
// somebody. See team.put for covered.
func (c *change) putAgent(old, a chat.Agent, rev store.Rev) (covered bool) {
	var touched []chat.Serves // none while only the load changes, as it does all the time
	if !standsAlike(old, a) {
		touched = slices.Concat(old.Queues, a.Queues)
	}
	// Deserted is asked before and after, and only what differs is told.
	before := c.deserted(touched)
	covered = c.team.put(a, rev)
	c.team.pools.put(old, a)
	if !slices.Equal(before, c.deserted(touched)) {
		c.staffChanged()
	}
	return covered
}

// reconsider sets the timers of some open sessions anew.
func (c *change) reconsider(ids map[chat.SessionID]struct{}) {
	for id := range ids {
		c.steps++
		c.setTimer(id, c.now)
	}
}

// reconsiderLines sets the timers anew of those who wait for people of some queues.
func (c *change) reconsiderLines(touched []chat.Serves) {
	if c.settings == nil {
		return
	}
	for q, ids := range c.sessions.line {
		d := c.settings.Demand(q)
		if slices.ContainsFunc(touched, func(s chat.Serves) bool { return d.LeadsTo(s.Queue) }) {
			c.reconsider(ids)
		}
	}
}

// attendance takes in what a node says of the agents connected to it. Its clock may be wrong, so
// the instants it gives are only compared with each other: how long an agent is gone counts from
// when this node heard of it.
func (c *change) attendance(k records.Key, r store.Record) error {
	old := c.connections.nodes[k.ID]
	if old.rev >= r.Rev {
		return nil
	}
	// A node that says anything is alive, whatever was thought of it until now.
	delete(c.connections.nodes, k.ID)
	c.connections.invites.left(k.ID, old, r.Deleted, c.tick)
	c.watches.Set(nodeWatch(k.ID), time.Time{})
	var said records.Attendance
	if !r.Deleted {
		var err error
		if said, err = records.Decode[records.Attendance](r.Value); err != nil {
			return err
		}
		c.connections.nodes[k.ID] = node{Attendance: said, rev: r.Rev, heard: c.tick}
		c.watches.Set(nodeWatch(k.ID), c.tick.Add(c.silence))
		// A heartbeat of this node's own says how long one takes through the store, and that of another
		// node how far its clock is off.
		switch {
		case k.ID == c.node:
			c.skew.Return(c.tick)
		case c.loaded:
			c.skew.Hear(k.ID, said.At, c.tick)
		}
	}
	c.connections.connect(k.ID, old.Agents, said.Agents, c.tick)
	for _, a := range append(old.Agents, said.Agents...) {
		c.watchAgent(a.Agent, c.tick)
	}
	if !old.dead.IsZero() {
		c.reconsiderVisitors(k.ID, c.now)
	}
	c.topics.add(TopicLine, TopicBoard)
	return nil
}

// leadership takes in the lease or its beat. A beat is told to nobody: whoever waits for it to stop
// has a timer.
func (c *change) leadership(k records.Key, r store.Record) {
	rev := r.Rev
	if r.Deleted {
		rev = 0
	}
	if !k.Beat {
		c.lease = rev
		c.topics.add(TopicLine)
		return
	}
	c.beat = rev
	x, err := records.Decode[records.Claim](r.Value)
	if err != nil {
		return
	}
	// A beat that was written by a leader of before has an older round.
	if x.Invites.Round > c.connections.invites.quotas.Round {
		c.connections.invites.quotas = x.Invites
	}
	if c.loaded && x.Node != c.node {
		c.skew.Hear(x.Node, x.At, c.tick)
	}
}

// effect takes in a record of the outbox. Nothing that anybody wrote is kept, and no address.
func (c *change) effect(r store.Record) error {
	// What is put off gets another key in one batch: its own time goes along by its ID.
	if was, ok := c.effects[r.Key]; ok && r.Deleted {
		if c.moved == nil {
			c.moved = map[string]pending{}
		}
		c.moved[was.ID] = was
	}
	delete(c.effects, r.Key)
	if !r.Deleted {
		e, err := records.Decode[hook.Effect](r.Value)
		if err != nil {
			return err
		}
		e.Text, e.Address, e.Subject = "", "", ""
		c.effects[r.Key] = newPending(e, c.moved[e.ID], c.now, c.tick)
	}
	c.topics.add(TopicOutbox, TopicLine, TopicBoard)
	return nil
}

// job takes in when a job is due. What there is to do stands in the record, which the leader reads
// when it does the job.
func (c *change) job(r store.Record) error {
	var j jobDue
	if !r.Deleted {
		var err error
		if j, err = records.Decode[jobDue](r.Value); err != nil {
			return err
		}
	}
	c.jobs.put(r.Key, j, c.now, c.tick)
	c.topics.add(TopicJob, TopicLine)
	return nil
}

// message counts a message that was left, or that was answered or settled.
func (c *change) message(k records.Key, left bool) {
	p := place{k.At, k.Session}
	if left {
		c.messages.add(k.Queue, p)
	} else {
		c.messages.remove(k.Queue, p)
	}
	c.topics.add(TopicQueue(k.Queue), TopicBoard)
}
