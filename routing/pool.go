package routing

import (
	"fmt"
	"time"
)

// Pool routes for a host without a store: it wraps a [Router], carries out
// what it proposes, and is its own truth. Every verb first does what has
// fallen due, then its own part, and returns all that was decided: offers to
// show, chats to move, requests to give up. The slice is valid until the next
// call. Verbs that fail change nothing but what was due.
//
// A Pool is not safe for concurrent use. NextDeadline says when to call
// Advance although nothing happened.
type Pool struct {
	r    *Router
	out  []Decision
	ends endings
}

// NewPool makes an empty Pool. All faults of the config are reported at once.
func NewPool(cfg Config) (*Pool, error) {
	r, err := New(cfg)
	if err != nil {
		return nil, err
	}
	return &Pool{r: r, ends: newEndings()}, nil
}

// RestorePool makes a Pool from the State of another.
func RestorePool(cfg Config, s State) (*Pool, error) {
	r, err := Restore(cfg, s)
	if err != nil {
		return nil, err
	}
	return &Pool{r: r, ends: newEndings()}, nil
}

// Snapshot copies all the Pool knows, except which past offers ended how.
func (p *Pool) Snapshot() State { return p.r.Snapshot() }

// Configure replaces the config while requests wait.
func (p *Pool) Configure(now time.Time, cfg Config) ([]Decision, error) {
	p.begin(now)
	if err := p.r.Configure(now, cfg); err != nil {
		return p.out, err
	}
	return p.run(now), nil
}

// Advance does what has fallen due.
func (p *Pool) Advance(now time.Time) []Decision {
	p.begin(now)
	return p.out
}

// NextDeadline is when Advance has something to do.
func (p *Pool) NextDeadline() (time.Time, bool) { return p.r.NextDeadline() }

// Position is as of [Router.Position].
func (p *Pool) Position(id string) (int, bool) { return p.r.Position(id) }

// Wait is as of [Router.Wait].
func (p *Pool) Wait(id string, now time.Time) Estimate { return p.r.Wait(id, now) }

// Explain is as of [Router.Explain].
func (p *Pool) Explain(id string) []Verdict { return p.r.Explain(id) }

// Agent is an agent's record as the Pool keeps it.
func (p *Pool) Agent(id string) (AgentFact, bool) {
	if a := p.r.agents[id]; a != nil && a.known {
		return a.fact.clone(), true
	}
	return AgentFact{}, false
}

// Request is a request's record as the Pool keeps it, until it is over.
func (p *Pool) Request(id string) (RequestFact, bool) {
	if q := p.r.requests[id]; q != nil && q.known {
		return q.fact.clone(), true
	}
	return RequestFact{}, false
}

// begin starts a verb: it does what has fallen due.
func (p *Pool) begin(now time.Time) {
	p.out = p.out[:0]
	p.r.last = nano(now)
	if at, due := p.r.alarms.next(); due && at <= p.r.last {
		p.run(now)
	}
}

// run has the Router decide, and carries it out, until nothing is left to do.
func (p *Pool) run(now time.Time) []Decision {
	for {
		ds := p.r.Advance(now)
		if len(ds) == 0 {
			return p.out
		}
		n := len(p.out)
		p.out = append(p.out, ds...)
		for i := n; i < len(p.out); i++ {
			p.carryOut(&p.out[i], p.r.last)
		}
	}
}

// request finds a request that is not over.
func (p *Pool) request(id string) (*request, error) {
	if q := p.r.requests[id]; q != nil && q.known {
		return q, nil
	}
	return nil, fmt.Errorf("%w: request %q", ErrUnknown, id)
}
