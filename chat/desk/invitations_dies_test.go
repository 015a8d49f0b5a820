package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestNoMoreAreInvitedWhenTheLeaderDiesBeforeItToldOfAny(t *testing.T) {
	for _, nodes := range []int{1, 3} {
		t.Run(fmt.Sprint(nodes), func(t *testing.T) {
			s := newCrew(t, nodes, func(c *desk.Config) {
				c.Seed = everybody()
				c.Seed.Agents[0].Hosted, c.Seed.Agents[0].Capacity = true, 4
			})
			s.available("ann")
			s.chatting(900, "ann")
			s.settle()
			first := s.leader()
			require.NotNil(t, first)
			n := 0
			invite := func(at *shop, visitors int) (invited int) {
				for range visitors {
					n++
					if beacon(t, at.Desk, n).Prompt != nil {
						invited++
					}
				}
				return invited
			}
			standing := invite(first, 30)
			require.Equal(t, budget, standing, "all at once")
			rest := s.desks
			if nodes == 1 {
				rest = append(rest, s.join("again"))
			}
			first.node.Stop()
			alive := []*shop{}
			for _, x := range rest {
				if x != first {
					alive = append(alive, x)
				}
			}
			for range 10 { // in less than two minutes
				alive[0].advance(10*time.Second, alive...)
				for _, x := range alive {
					standing += invite(x, 5)
				}
				require.LessOrEqual(t, standing, budget+nodes)
			}
			alive[0].advance(3*time.Minute, alive...)
			alive[0].advance(10*time.Second, alive...)
			later := 0
			for range 3 {
				for _, x := range alive {
					later += invite(x, 20)
				}
				alive[0].advance(10*time.Second, alive...)
			}
			require.GreaterOrEqual(t, later, budget-nodes, "the team is not kept idle")
		})
	}
}
