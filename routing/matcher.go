package routing

import (
	"fmt"
	"time"
)

// Matcher only matches: it keeps agents and waiting requests sorted as a [Router] does, without
// offers or deadlines, for hosts that keep all that themselves. Assign, Release and Next cost the
// same whether there are ten agents or a hundred thousand, and allocate nothing. It is not safe for
// concurrent use.
type Matcher struct{ r *Router }

// NewMatcher makes a Matcher. It uses the config's channels, queues' strategies and Misses.
func NewMatcher(cfg Config) (*Matcher, error) {
	r, err := New(cfg)
	if err != nil {
		return nil, err
	}
	return &Matcher{r}, nil
}

// SetAgent adds or replaces an agent, load included; its turn is kept. Rev must rise.
func (m *Matcher) SetAgent(now time.Time, f AgentFact) {
	if a := m.r.agents[f.ID]; a != nil {
		f.Turn = max(f.Turn, a.turn)
	}
	m.r.setAgent(now, &f)
}

// Need is a set of requirements. A host asks for it once and uses it often.
type Need struct{ class *class }

// Need returns the requirements of a request: Queue, Channel, Weight and Skills count. Agents with
// a membership delay do not meet them.
func (m *Matcher) Need(f RequestFact) (*Need, error) {
	if _, ok := m.r.channelOf(f.Channel); !ok || m.r.queueOf(f.Queue).unlisted {
		return nil, fmt.Errorf("%w: %q, channel %q", ErrNoRoute, f.Queue, f.Channel)
	}
	q := m.r.hypothetical(time.Unix(0, 0), f)
	c := m.r.classOf(q, nano(time.Unix(0, 0)))
	c.pinned = true
	return &Need{c}, nil
}

// Assignment is the part of an agent's capacity that one request takes.
type Assignment struct {
	agent   *agent
	weight  int
	channel int16
}

// Agent returns the agent's id.
func (a Assignment) Agent() string { return a.agent.fact.ID }

// Assign charges the best agent with room. ok is false if there is none.
func (m *Matcher) Assign(now time.Time, n *Need) (a Assignment, ok bool) {
	for _, b := range n.class.groups {
		if s := b.best(&nobody, 0); s != nil {
			m.turn(s)
			a = s.assignment()
			m.shift(now, a, 1)
			return a, true
		}
	}
	return Assignment{}, false
}

func (s *seat) assignment() Assignment {
	return Assignment{s.agent, s.class.need.Weight, s.channel}
}

// turn gives a seat's agent the next turn.
func (m *Matcher) turn(s *seat) {
	s.agent.turn = m.r.turnAfter(s.agent, s.class.order)
	m.r.turn = max(m.r.turn, s.agent.turn)
}

// Release gives the capacity back. It must come once for each Assign.
func (m *Matcher) Release(now time.Time, a Assignment) { m.shift(now, a, -1) }

// nobody is a request that no agent is excluded from.
var nobody request

func (m *Matcher) shift(now time.Time, x Assignment, n int) {
	x.load(n)
	x.agent.idle = nano(now)
	x.agent.relinkSeats()
}

// load adds n requests to the agent's load. The caller puts the seats into their lanes afterwards.
func (x Assignment) load(n int) {
	a := x.agent
	a.used += n * x.weight
	if x.channel >= 0 && int(x.channel) < len(a.channels) {
		a.channels[x.channel] += n
	}
}
