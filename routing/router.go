package routing

import "time"

// Router turns facts into proposals. Set tells it facts: what the records of agents and requests
// are now. Advance returns proposals: what is to be done, which the host commits and tells back as
// facts. A proposal holds an agent's capacity, and keeps its request out of the line, until its
// facts come back or Undo takes it back. Make a Router with New or Restore. It is not safe for
// concurrent use.
//
// # How it matches
//
// Looking at every agent for every request would cost too much, so a Router keeps both sides
// sorted:
//
//   - A class is one set of requirements that requests share: queue, channel, weight, required skills,
//     and how far the search has widened. It has the line of the requests that wait with these
//     requirements, sorted by place.
//   - Every agent who meets a class's requirements has a seat in it. Seats of the same rank (tier, then
//     queue priority) are a group.
//   - Within a group, the seats whose agents have room lie in lanes. A strategy that goes by load has a
//     lane for each load, and within a lane the seats are in the strategy's order. So the best agent is
//     the first one in the first lane.
//   - A ring is a step by which a request that waited reaches more agents: with fewer skills, or of other
//     queues. At another ring a request has other requirements, so it moves to another class. Its place
//     stays the same.
//
// When an agent's load changes, all seats of the agent leave their lanes and enter others. A class
// in which something changed is marked, and Advance matches the marked classes alone: in all others
// nobody can be served, or somebody would have been before.
//
// # How time passes
//
// Each request and each agent has one timer, at the earliest instant at which time alone matters to
// it. Advance first runs the timers that are due, then matches, then sees to the requests that have
// waited too long.
type Router struct {
	cfg      Config
	agents   map[string]*agent // known ones, and those that a record refers to
	requests map[string]*request
	queues   map[string]*queue
	classes  map[string]*class   // by the key of their requirements; see keyOf
	ordered  []*class            // the same classes, in no order
	rosters  map[string]*roster  // by queue
	onlyFor  map[string][]*class // the classes of a preferred agent, by that agent

	everywhere map[*agent]struct{} // known agents who list no queues, and so serve all

	stale  []*roster // rosters whose delays changed
	review timer     // set while there are stale rosters; it is nobody's
	alarms alarms    // all timers

	changed         []*class   // classes to match
	overflowBlocked []*request // requests whose overflow is due, but no queue has room
	overLimit       []*queue   // queues with more requests than their limit

	removed tombstones
	turn    int64 // the highest turn of any agent, unless turned
	turned  bool  // turn has to be found again
	rates   rates

	// Of the Advance under way, and memory that the next one uses again.
	out       []Decision
	now       time.Time
	batch     int // the number of the last batch
	dueAgents []*agent
	dueReqs   []*request
	leaving   []*request // overflow or the longest wait is due
	widened   []*request // the next ring is due
	arrived   []*request // not admitted yet

	spare []*request // requests that are over, to be used again
	asked            // memory of minima and keyOf
	languages
	barred int   // how many requests in a line exclude somebody
	last   int64 // the latest now
	steps  int   // how many agents, classes and requests were visited in loops over many; tests bound it
}

// New makes a Router that knows nobody yet. All faults of the config are reported at once; each
// wraps ErrConfig.
func New(cfg Config) (*Router, error) {
	r := &Router{agents: map[string]*agent{}, requests: map[string]*request{}, removed: newTombstones(),
		rosters: map[string]*roster{}, everywhere: map[*agent]struct{}{}}
	r.languages.open = map[*request]struct{}{}
	if err := r.use(cfg); err != nil {
		return nil, err
	}
	return r, nil
}

// use takes over a config. Afterwards there are no classes.
func (r *Router) use(cfg Config) error {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return err
	}
	r.cfg = cfg
	r.queues, r.classes = map[string]*queue{}, map[string]*class{}
	r.ordered, r.changed, r.overLimit = nil, nil, nil
	r.onlyFor, r.stale = map[string][]*class{}, nil
	r.alarms.drop(&r.review)
	for _, l := range r.rosters {
		l.classes, l.stale = nil, false
	}
	for _, q := range cfg.Queues {
		r.queues[q.ID] = &queue{Queue: q, roster: r.rosterOf(q.ID)}
	}
	return nil
}

// Configure replaces the config, also the queues, while requests wait: places and proposals in
// flight are kept. On an error nothing changes. It costs as much as building the Router anew.
func (r *Router) Configure(now time.Time, cfg Config) error {
	if err := cfg.withDefaults().check(); err != nil {
		return err
	}
	at := nano(now)
	full := map[string]bool{}
	for id, q := range r.queues {
		full[id] = q.full
	}
	for _, q := range r.requests {
		r.unlinkRequest(q)
	}
	for _, a := range r.agents {
		a.seats = nil
	}
	_ = r.use(cfg) // checked above
	for id, q := range r.queues {
		q.full = full[id]
	}
	for _, a := range r.agents {
		a.refresh(r.cfg.Misses)
		r.scheduleAgent(a, at)
	}
	for _, q := range r.requests {
		r.linkRequest(q, at)
	}
	return nil
}

// NextDeadline returns when Advance has something to do although no fact came: the earliest
// deadline of an offer, ring, delay, exclusion, preference, overflow, wait, grace, wrap-up or
// silence. It may lie in the past. ok is false if there is none.
func (r *Router) NextDeadline() (deadline time.Time, ok bool) {
	at, ok := r.alarms.next()
	if !ok {
		return time.Time{}, false
	}
	return instant(at), true
}

// Position returns the request's place in its queue, from 1, and whether it waits there. It is
// exact: one more than the number of requests in the same queue that go first. O(classes of the
// queue × log waiting).
func (r *Router) Position(id string) (int, bool) {
	q := r.requests[id]
	if q == nil || q.class == nil {
		return 0, false
	}
	n, p := 1, q.place()
	for _, c := range q.queue.classes {
		n += c.line.countBefore(p)
	}
	return n, true
}

// Waiting returns the number of requests in a queue's line.
func (r *Router) Waiting(queue string) int {
	if q := r.queues[queue]; q != nil {
		return q.waiting
	}
	return 0
}

// Full reports whether a queue takes no more requests: as many as its Limit are queued or offered,
// or were, and have not yet fallen to its Reopen. A queue without a limit is never full.
func (r *Router) Full(queue string) bool {
	q := r.queues[queue]
	return q != nil && q.Limit > 0 && (q.size >= q.Limit || q.full && q.size > q.Reopen)
}

// agentOf returns an agent. One that is not there yet is made: something refers to it, and its
// record may come later.
func (r *Router) agentOf(id string) *agent {
	a := r.agents[id]
	if a == nil {
		a = &agent{fact: AgentFact{ID: id}}
		a.timer.agent = a
		r.agents[id] = a
	}
	return a
}

// forgetUnknown drops an agent that has no record and that nothing refers to any more.
func (r *Router) forgetUnknown(a *agent) {
	if !a.known && len(a.work)+len(a.preferredBy)+len(a.charges) == 0 {
		r.alarms.drop(&a.timer)
		delete(r.agents, a.fact.ID)
	}
}

// utc returns the caller's now as the Router writes it into records.
func (*Router) utc(now time.Time) time.Time { return now.Round(0).UTC() }
