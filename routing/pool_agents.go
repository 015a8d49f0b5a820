package routing

import (
	"fmt"
	"time"
)

// SetAgent adds an agent, or changes an agent's mode, capacity, skills, queues, tier and the like.
// It ignores the fields that the Pool keeps itself: Rev, Used, the channels' Used, IdleSince, Turn
// and Missed.
func (p *Pool) SetAgent(now time.Time, f AgentFact) ([]Decision, error) {
	p.begin(now)
	if f.ID == "" {
		return p.out, fmt.Errorf("%w: agent without an id", ErrUnknown)
	}
	a := p.r.agentOf(f.ID)
	f.Channels = copied(f.Channels)
	for i := range f.Channels {
		f.Channels[i].Used = p.channelUsed(a, f.Channels[i].Channel)
	}
	old := &a.fact
	f.Rev, f.Used, f.Turn, f.Missed, f.IdleSince = old.Rev+1, old.Used, old.Turn, old.Missed, old.IdleSince
	if !a.known {
		f.Used, f.IdleSince = p.unitsOf(a), p.r.utc(now)
	}
	if f.Mode == Available && old.Mode != Available {
		f.Missed = 0
	}
	f.Gone = false
	p.r.changeAgent(a, &f, p.r.last)
	return p.run(now), nil
}

// RemoveAgent deletes an agent: offers are rescinded, chats go back to their queues.
func (p *Pool) RemoveAgent(now time.Time, id string) ([]Decision, error) {
	p.begin(now)
	a := p.r.agents[id]
	if a == nil || !a.known {
		return p.out, fmt.Errorf("%w: agent %q", ErrUnknown, id)
	}
	p.r.removeAgent(a, p.r.last)
	return p.run(now), nil
}

// channelUsed returns how many of an agent's requests are on a channel.
func (p *Pool) channelUsed(a *agent, channel string) int {
	n := 0
	for _, q := range a.work {
		if q.channel == channel && q.charged(a.fact.ID) > 0 {
			n++
		}
	}
	return n
}

// unitsOf returns the units that an agent's work charges.
func (p *Pool) unitsOf(a *agent) int {
	n := 0
	for _, q := range a.work {
		n += q.charged(a.fact.ID)
	}
	return n
}

// charged returns the units that a request charges an agent, by offers and by ownership.
func (q *request) charged(agent string) int {
	n := 0
	for _, o := range q.offers {
		if o.Agent == agent {
			n += q.weight
		}
	}
	if q.fact.Agent == agent {
		switch {
		case q.fact.Phase == Wrapping:
			n += q.fact.WrapWeight
		case !q.fact.Idle:
			n += q.weight
		}
	}
	return n
}
