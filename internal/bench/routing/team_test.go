package routing_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// team is a population of agents and the requirements that arrive: 50 skills
// with levels, 64 sets of requirements, capacity 3 to 6.
type team struct {
	agents []routing.AgentFact
	needs  []routing.RequestFact
}

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// newTeam draws agents from 60 archetypes, or, unique, every agent with eight
// random skills of their own.
func newTeam(n int, unique bool) team {
	rnd := rand.New(rand.NewPCG(uint64(n), 11))
	draw := func(k int) []routing.Skill {
		var ss []routing.Skill
		for _, i := range rnd.Perm(50)[:k] {
			ss = append(ss, routing.Skill{Name: fmt.Sprintf("skill-%02d", i), Level: 1 + rnd.IntN(3)})
		}
		return ss
	}
	archetypes := make([][]routing.Skill, 60)
	for i := range archetypes {
		archetypes[i] = draw(8)
	}
	var t team
	for i := range n {
		skills := archetypes[rnd.IntN(60)]
		if unique {
			skills = draw(8)
		}
		t.agents = append(t.agents, routing.AgentFact{ID: fmt.Sprintf("agent-%06d", i), Rev: 1, Mode: routing.Available,
			Capacity: 3 + rnd.IntN(4), Skills: skills, IdleSince: start.Add(-time.Duration(rnd.IntN(3_600_000)) * time.Millisecond)})
	}
	for len(t.needs) < 64 { // one or two skills of somebody
		from := t.agents[rnd.IntN(n)].Skills
		need := routing.RequestFact{Queue: "q", Skills: []routing.Skill{{Name: from[0].Name, Level: 1 + rnd.IntN(from[0].Level)}}}
		if rnd.IntN(2) == 0 {
			need.Skills = append(need.Skills, routing.Skill{Name: from[1].Name, Level: 1})
		}
		t.needs = append(t.needs, need)
	}
	return t
}

// units is the capacity of all.
func (t team) units() int {
	n := 0
	for _, a := range t.agents {
		n += a.Capacity
	}
	return n
}
