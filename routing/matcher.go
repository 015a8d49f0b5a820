package routing

import (
	"fmt"
	"time"
)

// Matcher is the bare match: agents and waiting requests in class lists,
// without offers or deadlines, for hosts that keep all that themselves.
// Assign, Release and Next cost the same whether there are ten agents or a
// hundred thousand, and allocate nothing. It is not safe for concurrent use.
type Matcher struct{ r *Router }

// NewMatcher makes a Matcher. It uses the config's channels, queues' strategies and Misses.
func NewMatcher(cfg Config) (*Matcher, error) {
	r, err := New(cfg)
	if err != nil {
		return nil, err
	}
	return &Matcher{r}, nil
}

// SetAgent adds or replaces an agent, load included; its turn is kept. Rev must
// rise.
func (m *Matcher) SetAgent(now time.Time, f AgentFact) {
	if a := m.r.agents[f.ID]; a != nil {
		f.Turn = max(f.Turn, a.turn)
	}
	m.r.setAgent(now, &f)
}

// Need is a set of requirements, found once and used often.
type Need struct{ class *class }

// Need finds the requirements of a request: Queue, Channel, Weight, Skills.
// Agents with a membership delay do not count.
func (m *Matcher) Need(f RequestFact) (*Need, error) {
	if _, ok := m.r.channelOf(f.Channel); !ok || m.r.queueOf(f.Queue).unlisted {
		return nil, fmt.Errorf("%w: %q, channel %q", ErrNoRoute, f.Queue, f.Channel)
	}
	q := m.r.visitor(time.Unix(0, 0), f)
	c := m.r.classOf(q, nano(time.Unix(0, 0)))
	c.pinned = true
	return &Need{c}, nil
}

// Assignment is one request's worth of an agent's capacity.
type Assignment struct {
	agent   *agent
	weight  int
	channel int16
}

// Agent is the id of the agent.
func (a Assignment) Agent() string { return a.agent.fact.ID }

// Assign charges the best agent with room, or reports that there is none.
func (m *Matcher) Assign(now time.Time, n *Need) (Assignment, bool) {
	for _, b := range n.class.benches {
		if s := b.best(&nobody, 0); s != nil {
			m.turn(s)
			a := s.assignment()
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

// nobody is a request that bars no agent.
var nobody request

func (m *Matcher) shift(now time.Time, x Assignment, n int) {
	x.load(n)
	x.agent.idle = nano(now)
	x.agent.reseat()
}

// load adds n requests to the agent's load; the seats are still to follow.
func (x Assignment) load(n int) {
	a := x.agent
	a.used += n * x.weight
	if x.channel >= 0 && int(x.channel) < len(a.channels) {
		a.channels[x.channel] += n
	}
}
