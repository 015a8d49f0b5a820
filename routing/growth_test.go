package routing

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// grown is a Router that is filled with so many agents, a queue for each ten of them.
type grown struct {
	*Router
	agents []AgentFact
	now    time.Time
	rev    uint64
}

func newGrown(agents int, adjust func(i int, f *AgentFact)) *grown {
	cfg := Config{Queues: []Queue{{ID: "all"}, {ID: "more"}}}
	for i := range agents / 10 {
		cfg.Queues = append(cfg.Queues, Queue{ID: own(10 * i), HandleTime: time.Minute})
	}
	r, err := New(cfg)
	if err != nil {
		panic(err)
	}
	g := &grown{Router: r, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	for i := range agents {
		f := AgentFact{ID: fmt.Sprint("a", i), Mode: Available, Capacity: 2, Queues: []Membership{{Queue: own(i)}, {Queue: "all"}}}
		if adjust != nil {
			adjust(i, &f)
		}
		g.agents = append(g.agents, f)
	}
	return g
}

func own(i int) string { return fmt.Sprint("q", i/10) }

// each changes every agent's record.
func (g *grown) each(change func(i int, f *AgentFact)) *grown {
	for i := range g.agents {
		change(i, &g.agents[i])
		g.rev++
		g.agents[i].Rev = g.rev
		g.Set(g.now, g.agents[i])
	}
	return g
}

func (g *grown) come() *grown { return g.each(func(int, *AgentFact) {}) }

// wait lets requests wait: more than the agents can take, in n queues.
func (g *grown) wait(n int, adjust func(i int, f *RequestFact)) *grown {
	for i := range n {
		f := RequestFact{ID: fmt.Sprint("c", i), Rev: 1, Queue: fmt.Sprint("q", i), EnqueuedAt: g.now}
		if adjust != nil {
			adjust(i, &f)
		}
		g.Set(g.now, f)
	}
	return g
}

// work counts what do looks at.
func (g *grown) work(do func()) int {
	before := g.steps
	do()
	return g.steps - before
}

// TestWorkGrowsWithTheTeamAndNotWithItsSquare counts the agents, classes and requests that are
// looked at for a team, and for one four times as large.
func TestWorkGrowsWithTheTeamAndNotWithItsSquare(t *testing.T) {
	delay := func(i int, f *AgentFact) { f.Queues[1].Delay = time.Duration(1+i) * time.Second }
	inAll := func(_ int, f *RequestFact) { f.Queue = "all" }
	for name, work := range map[string]func(n int) int{
		"agents come": func(n int) int {
			g := newGrown(n, nil)
			return g.work(func() { g.come() })
		},
		"agents come, each with a delay": func(n int) int {
			g := newGrown(n, delay)
			return g.work(func() { g.come() })
		},
		"agents come, each with a delay, and somebody waits for each": func(n int) int {
			g := newGrown(n, delay).wait(n, inAll)
			return g.work(func() { g.come().Advance(g.now) })
		},
		"agents come where somebody waits in each queue": func(n int) int {
			g := newGrown(n, nil).wait(n/10, nil)
			return g.work(func() { g.come() })
		},
		"agents come whom somebody prefers each": func(n int) int {
			g := newGrown(n, nil).come().wait(n, func(i int, f *RequestFact) {
				f.Queue, f.Prefer, f.PreferUntil = "all", fmt.Sprint("a", i), g0(time.Hour)
			})
			return g.work(func() {
				g.each(func(i int, f *AgentFact) { f.Queues = append(f.Queues[:0:0], Membership{Queue: "all"}) })
			})
		},
		"delays are taken away from all while somebody waits for each": func(n int) int {
			g := newGrown(n, delay).come().wait(n, inAll)
			return g.work(func() {
				g.each(func(_ int, f *AgentFact) { f.Queues = []Membership{{Queue: "all"}} }).Advance(g.now)
			})
		},
		"all get one more queue": func(n int) int {
			g := newGrown(n, delay).come().wait(n/10, nil)
			return g.work(func() {
				g.each(func(_ int, f *AgentFact) { f.Queues = append(f.Queues[:2:2], Membership{Queue: "more"}) })
			})
		},
		"all leave while somebody waits for each": func(n int) int {
			g := newGrown(n, delay).come().wait(n, inAll)
			return g.work(func() { g.each(func(_ int, f *AgentFact) { f.Gone = true }).Advance(g.now) })
		},
		"a request comes to each queue": func(n int) int {
			g := newGrown(n, nil).come()
			return g.work(func() { g.wait(n/10, nil) })
		},
		"a wait is told in each queue": func(n int) int {
			g := newGrown(n, nil).come().wait(n/10, nil)
			return g.work(func() {
				for i := range n / 10 {
					g.Wait(fmt.Sprint("c", i), g.now)
				}
			})
		},
		"the queues change": func(n int) int {
			g := newGrown(n, delay).come().wait(n/10, nil)
			return g.work(func() {
				cfg := g.cfg
				cfg.Grace = time.Minute
				if err := g.Configure(g.now, cfg); err != nil {
					panic(err)
				}
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			few, many := work(100), work(400)
			require.LessOrEqual(t, many, 5*few+100, "%d looks for 100 agents, %d for 400", few, many)
		})
	}
}

func g0(d time.Duration) time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(d) }
