package routing

import (
	"fmt"
	"time"
)

// Pool routes for a host without a store. It holds the records itself: it wraps a [Router], and
// carries out in its own records what the Router proposes, as the package comment asks of every
// host.
//
//   - Agents come and go by SetAgent and RemoveAgent. What they can do is the host's to say; their load is the Pool's to keep.
//   - A request comes by Enqueue. Then an offer is made to an agent, who answers by Accept or Decline. An offer that nobody
//     answers expires, and the request goes to the next agent at its old place.
//   - An owned request ends by Complete, with a wrap-up if Config.WrapFor asks for one, which EndWrap cuts short. Transfer hands
//     it on, Hold parks it, Message says that somebody wrote. Cancel says that the visitor left.
//
// Every verb first does what has fallen due, then its own part. It returns all that was decided:
// offers to show, chats to move, requests to give up. The slice is valid until the next call. A
// verb that fails changes nothing beyond what was due.
//
// NextDeadline says when to call Advance although nothing happened. Snapshot and [RestorePool]
// carry a Pool over a restart of the process. A Pool is not safe for concurrent use.
type Pool struct {
	r    *Router
	out  []Decision
	ends endings // how offers ended, for agents who answer late
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

// Snapshot copies all that the Pool knows, except how past offers ended.
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

// NextDeadline returns when Advance has something to do. ok is false if there is no such instant.
func (p *Pool) NextDeadline() (deadline time.Time, ok bool) { return p.r.NextDeadline() }

// Position is that of [Router.Position].
func (p *Pool) Position(id string) (int, bool) { return p.r.Position(id) }

// Wait is that of [Router.Wait].
func (p *Pool) Wait(id string, now time.Time) Estimate { return p.r.Wait(id, now) }

// Explain is that of [Router.Explain].
func (p *Pool) Explain(id string) []Verdict { return p.r.Explain(id) }

// Agent returns an agent's record as the Pool keeps it.
func (p *Pool) Agent(id string) (AgentFact, bool) {
	if a := p.r.agents[id]; a != nil && a.known {
		return a.fact.clone(), true
	}
	return AgentFact{}, false
}

// Request returns a request's record as the Pool keeps it, until the request is over.
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

// run carries out what the Router proposes, until it proposes nothing more.
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

// request returns a request that is not over.
func (p *Pool) request(id string) (*request, error) {
	if q := p.r.requests[id]; q != nil && q.known {
		return q, nil
	}
	return nil, fmt.Errorf("%w: request %q", ErrUnknown, id)
}
