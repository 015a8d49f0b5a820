package routing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/routing/staffing"
)

// abandonment simulates a team with the Pool: exponential everything, agents
// that slow down with every chat.
func abandonment(t *testing.T, c staffing.Chat, arrivals int) float64 {
	p, err := NewPool(Config{Queues: []Queue{{ID: "q", AutoAccept: true}}})
	require.NoError(t, err)
	now, rnd := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), rand.New(rand.NewPCG(6, 6))
	var agents []string
	active, waiting := map[string][]string{}, []string{}
	for i := range c.Agents {
		agents = append(agents, fmt.Sprintf("a%02d", i))
		_, err := p.SetAgent(now, AgentFact{ID: agents[i], Mode: Available, Capacity: c.Concurrency})
		require.NoError(t, err)
	}
	note := func(ds []Decision, err error) {
		require.NoError(t, err)
		for _, d := range ds {
			active[d.Agent] = append(active[d.Agent], d.Request)
			for i, id := range waiting {
				if id == d.Request {
					waiting = append(waiting[:i:i], waiting[i+1:]...)
					break
				}
			}
		}
	}
	left, seen := 0, 0
	for seen < arrivals {
		done := 0.0
		for _, a := range agents {
			if n := len(active[a]); n > 0 {
				done += c.Rates[n-1]
			}
		}
		leave := float64(len(waiting)) * c.Abandonment
		total := c.Arrival + done + leave
		now = now.Add(time.Duration(rnd.ExpFloat64() / total * float64(time.Minute)))
		switch u := rnd.Float64() * total; {
		case u < c.Arrival:
			seen++
			id := fmt.Sprint(seen)
			waiting = append(waiting, id)
			note(p.Enqueue(now, RequestFact{ID: id, Queue: "q"}))
		case u < c.Arrival+leave:
			i := rnd.IntN(len(waiting))
			left++
			_, err := p.Cancel(now, waiting[i])
			require.NoError(t, err)
			waiting = append(waiting[:i:i], waiting[i+1:]...)
		default:
			u -= c.Arrival + leave
			for _, a := range agents {
				n := len(active[a])
				if n == 0 {
					continue
				}
				if u -= c.Rates[n-1]; u < 0 {
					i := rnd.IntN(n)
					id := active[a][i]
					active[a] = append(active[a][:i:i], active[a][i+1:]...)
					note(p.Complete(now, id))
					break
				}
			}
		}
	}
	return float64(left) / float64(arrivals)
}

// The model is within 10 % of what the Router does; the usual Erlang A with a
// server for every slot promises a small part of it.
func TestChatModelIsWithinTenPerCentOfTheRouter(t *testing.T) {
	for _, load := range []float64{0.95, 1.1} {
		c := staffing.Chat{Agents: 10, Concurrency: 3, Rates: []float64{1.0 / 8, 1.6 / 8, 1.8 / 8}, Abandonment: .25, Arrival: load * 10 * 1.8 / 8}
		model, err := c.Performance()
		require.NoError(t, err)
		real := abandonment(t, c, 120_000/min(slow, 2))
		slots := staffing.ErlangA(30, c.Arrival, 1.0/8, .25).Abandonment
		t.Logf("load %.2f: model %.4f, Router %.4f, slots as servers %.4f", load, model.Abandonment, real, slots)
		assert.InEpsilon(t, real, model.Abandonment, 0.10)
		assert.Less(t, slots, real/10)
	}
}
