package routing

import "time"

// Router turns facts into proposals. It is not safe for concurrent use. Make
// one with New or Restore.
type Router struct {
	cfg      Config
	agents   map[string]*agent
	requests map[string]*request
	queues   map[string]*queue
	classes  map[string]*class
	ordered  []*class            // the values of classes, in no order
	rolls    map[string]*roll    // by queue
	onlyFor  map[string][]*class // by the agent that alone may serve them
	// everywhere are the known agents who list no queues.
	everywhere map[*agent]struct{}
	stale      []*roll
	review     timer // set while there are stale rolls; of nobody
	alarms     alarms
	hot        []*class   // classes to match
	stuck      []*request // overflow is due, but no queue has room
	buried     graves
	turn       int64 // the highest turn of an agent, if turnKnown
	turned     bool
	rates      rates

	out     []Decision // of the last Advance
	dueReq  []*request
	dueAg   []*agent
	spare   []*request // for reuse
	need    []Skill
	extra   []string
	key     []byte
	leaving []*request // overflow or maximum wait is due
	widened []*request // the next ring is due
	arrived []*request // nobody has looked at them before
	barred  int        // requests in a line that exclude somebody
	over    []*queue   // whose limit is to be looked at
	now     time.Time  // of the Advance under way
	batch   int        // likewise
	last    int64      // the latest now seen
	steps   int        // agents, classes and requests looked at in loops over many; tests bound it
}

// New makes a Router that knows nobody yet. All faults of the config are
// reported at once; each wraps ErrConfig.
func New(cfg Config) (*Router, error) {
	r := &Router{agents: map[string]*agent{}, requests: map[string]*request{}, buried: newGraves(),
		rolls: map[string]*roll{}, everywhere: map[*agent]struct{}{}}
	if err := r.use(cfg); err != nil {
		return nil, err
	}
	return r, nil
}

// use takes over a config and starts with no classes.
func (r *Router) use(cfg Config) error {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return err
	}
	r.cfg = cfg
	r.queues, r.classes = map[string]*queue{}, map[string]*class{}
	r.ordered, r.hot, r.over = nil, nil, nil
	r.onlyFor, r.stale = map[string][]*class{}, nil
	r.alarms.drop(&r.review)
	for _, l := range r.rolls {
		l.classes, l.stale = nil, false
	}
	for _, q := range cfg.Queues {
		r.queues[q.ID] = &queue{Queue: q, roll: r.rollOf(q.ID)}
	}
	return nil
}

// Configure replaces the config, also the queues, while requests wait: places
// and proposals in flight are kept. On an error nothing changes. It costs as
// much as building the Router anew.
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
		r.forget(q)
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
		r.arm(a, at)
	}
	for _, q := range r.requests {
		r.admit(q, at)
	}
	return nil
}

// NextDeadline is when Advance has something to do although no fact came:
// the earliest deadline of an offer, ring, delay, exclusion, preference,
// overflow, wait, grace, wrap-up or silence. It may lie in the past.
func (r *Router) NextDeadline() (time.Time, bool) {
	at, ok := r.alarms.next()
	if !ok {
		return time.Time{}, false
	}
	return instant(at), true
}

// Position is the request's place in its queue, from 1, and whether it waits
// there. It is exact: the number of those in the same queue who go first, and
// one. O(classes of the queue × log waiting).
func (r *Router) Position(id string) (int, bool) {
	q := r.requests[id]
	if q == nil || q.class == nil {
		return 0, false
	}
	n, p := 1, q.place()
	for _, c := range q.queue.classes {
		n += c.line.rank(p)
	}
	return n, true
}

// Waiting is the number of requests in a queue's line.
func (r *Router) Waiting(queue string) int {
	if q := r.queues[queue]; q != nil {
		return q.waiting
	}
	return 0
}

// Full reports whether a queue takes nobody more: as many as its Limit are queued or offered, or were and have not yet fallen to
// its Reopen. A queue without a limit is never full.
func (r *Router) Full(queue string) bool {
	q := r.queues[queue]
	return q != nil && q.Limit > 0 && (q.size >= q.Limit || q.full && q.size > q.Reopen)
}

// agentOf finds an agent, or notes that somebody refers to one.
func (r *Router) agentOf(id string) *agent {
	a := r.agents[id]
	if a == nil {
		a = &agent{fact: AgentFact{ID: id}}
		a.timer.agent = a
		r.agents[id] = a
	}
	return a
}

// tidy forgets an unknown agent nobody refers to any more.
func (r *Router) tidy(a *agent) {
	if !a.known && len(a.work)+len(a.fans)+len(a.charges) == 0 {
		r.alarms.drop(&a.timer)
		delete(r.agents, a.fact.ID)
	}
}

// now0 is the caller's now as the Router writes it down.
func (*Router) now0(now time.Time) time.Time { return now.Round(0).UTC() }
