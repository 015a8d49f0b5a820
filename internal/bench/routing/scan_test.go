package routing_test

import (
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// scanAgent is an agent as an in-house router keeps one.
type scanAgent struct {
	id             string
	used, capacity int
	idle           time.Time
	skills         map[string]int
}

// scan is the typical in-house router: it looks at every agent, with skills in a map.
type scan struct{ agents []*scanAgent }

func newScan(t team) *scan {
	s := &scan{}
	for _, a := range t.agents {
		m := map[string]int{}
		for _, k := range a.Skills {
			m[k.Name] = k.Level
		}
		s.agents = append(s.agents, &scanAgent{id: a.ID, capacity: a.Capacity, idle: a.IdleSince, skills: m})
	}
	return s
}

func (s *scan) assign(now time.Time, need []routing.Skill) *scanAgent {
	var best *scanAgent
next:
	for _, a := range s.agents {
		if a.used >= a.capacity {
			continue
		}
		for _, n := range need {
			if a.skills[n.Name] < n.Level {
				continue next
			}
		}
		if best == nil || a.before(best) {
			best = a
		}
	}
	if best != nil {
		best.used++
		best.idle = now
	}
	return best
}

func (s *scan) release(now time.Time, a *scanAgent) {
	a.used--
	a.idle = now
}

func (a *scanAgent) before(b *scanAgent) bool {
	if d := a.used*b.capacity - b.used*a.capacity; d != 0 {
		return d < 0
	}
	if !a.idle.Equal(b.idle) {
		return a.idle.Before(b.idle)
	}
	return a.id < b.id
}
