package desk_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// bustle is a random shop in which people come and go.
type bustle struct {
	*scene
	r        *rand.Rand
	seed     settings.Team
	agents   []*chattest.Agent
	visitors []*chattest.Visitor

	waited, deserted, kept, broken *int // how often that was looked at
}

// randomShop is two queues that may lean on each other, and a few agents.
func randomShop(r *rand.Rand) settings.Team {
	some := func(n int) bool { return r.IntN(n) == 0 }
	s := settings.Team{Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"a", "b"}}}}
	for _, id := range []chat.QueueID{"a", "b"} {
		q := settings.Queue{ID: id, Weight: 1 + r.IntN(2), Service: settings.Service{HandleTime: time.Duration(r.IntN(3)) * time.Minute}, Broadcast: 1 + r.IntN(2)}
		if some(2) {
			q.NoAgent = settings.NoAgentWait
		}
		if some(3) {
			q.Skills = []chat.Skill{{Name: "fr", Level: 1}}
		}
		if id == "a" && some(2) {
			q.Overflow, q.OverflowAfter = "b", time.Duration(r.IntN(2))*time.Minute
		}
		q.Policy.MissFor, q.Policy.DeclineFor = 20*time.Second, 40*time.Second
		s.Queues = append(s.Queues, q)
	}
	for i := range 2 + r.IntN(3) {
		a := settings.Agent{Login: fmt.Sprint("agent", i), Name: fmt.Sprint("Agent ", i), Capacity: 1 + r.IntN(4)}
		for _, q := range []chat.QueueID{"a", "b"} {
			if !some(3) {
				a.Queues = append(a.Queues, chat.Serves{Queue: q})
			}
		}
		if some(2) {
			a.Skills = []chat.Skill{{Name: "fr", Level: 2}}
		}
		s.Agents = append(s.Agents, a)
	}
	return s
}

// act does one thing that somebody may do, which may be refused.
func (b *bustle) act() {
	ctx := b.t.Context()
	a := b.agents[b.r.IntN(len(b.agents))]
	switch b.r.IntN(9) {
	case 0, 1, 2:
		v := b.Visitor(fmt.Sprint("v", len(b.visitors)))
		view, err := v.Visitor.Start(ctx, desk.StartRequest{Queue: []chat.QueueID{"a", "b"}[b.r.IntN(2)], Text: "Hello"})
		require.NoError(b.t, err)
		v.Session = view.ID
		b.visitors = append(b.visitors, v)
	case 3:
		_ = b.status(a, []chat.AgentMode{chat.Break, chat.Offline, chat.Draining}[b.r.IntN(3)])
	case 4, 5:
		_ = b.status(a, chat.Available)
	case 6, 7:
		box, err := a.Inbox(ctx)
		require.NoError(b.t, err)
		for _, o := range box.Offers {
			if b.r.IntN(4) == 0 {
				_ = a.Agent.Decline(ctx, o.Offer.ID)
			} else {
				_, _ = a.Agent.Accept(ctx, o.Offer.ID)
			}
		}
	default:
		if len(b.visitors) > 0 {
			v := b.visitors[b.r.IntN(len(b.visitors))]
			_ = v.Visitor.End(ctx, v.Session)
		}
	}
}

// suits says of an agent, by looking at the records, whether they could be offered a session now, and whether they are there
// for it at all.
func (b *bustle) suits(x chat.Session, a desk.AgentView, as settings.Agent) (now, ever bool) {
	able := func(need []chat.Skill) bool { return len(need) == 0 || len(as.Skills) > 0 }
	if a.Mode != chat.Available || a.Capacity < x.Weight || !able(x.Skills) {
		return false, false
	}
	excluded := slices.ContainsFunc(x.Excluded, func(e chat.Exclusion) bool { return e.Agent == a.ID })
	now = slices.Contains(a.Queues, x.Queue) && a.Capacity-a.Load >= x.Weight && !excluded
	for q := x.Queue; q != ""; {
		ever = ever || slices.Contains(a.Queues, q)
		i := slices.IndexFunc(b.seed.Queues, func(o settings.Queue) bool { return o.ID == q })
		q = b.seed.Queues[i].Overflow
	}
	return now, ever
}

// look holds what is promised to everybody who waits.
func (b *bustle) look() {
	agents, err := b.boss.Agents(b.t.Context())
	require.NoError(b.t, err)
	for _, v := range b.visitors {
		x := b.card(v)
		if p := x.Promise; p != nil && p.Wait > 0 {
			require.False(b.t, p.Kept && p.Broken)
			if p.Kept {
				*b.kept++
			}
			if p.Broken {
				*b.broken++
			}
			require.True(b.t, x.State.Waiting() || p.Kept || p.Broken, "a promise that is over is kept or broken: %+v of %s", p, x.State)
		}
		if x.State != chat.Queued {
			continue
		}
		someNow, someEver := false, false
		for _, a := range agents {
			i := slices.IndexFunc(b.seed.Agents, func(s settings.Agent) bool { return s.Name == a.Name })
			if i < 0 {
				continue
			}
			now, ever := b.suits(x, a, b.seed.Agents[i])
			someNow, someEver = someNow || now, someEver || ever
			require.False(b.t, now, "%s waits in %s beside %s, who is free", x.ID, x.Queue, a.Name)
		}
		*b.waited++
		if !someEver {
			*b.deserted++
		}
		view := b.view(v)
		require.Equal(b.t, !someEver, view.Staff == chat.StaffAway, "%s in %s is told %q", x.ID, x.Queue, view.Staff)
		require.Equal(b.t, !someEver, x.Reason == chat.NoAgent, "%s in %s is %q", x.ID, x.Queue, x.Reason)
		waits := b.seed.Queues[slices.IndexFunc(b.seed.Queues, func(q settings.Queue) bool { return q.ID == x.Queue })].NoAgent == settings.NoAgentWait
		if !someEver && !waits {
			require.Less(b.t, time.Since(x.StateAt), 2*time.Minute+5*time.Second, "%s waits in %s for nobody", x.ID, x.Queue)
		}
	}
}

func TestNobodyWaitsBesideSomebodyWhoCouldServeThemNorForNobody(t *testing.T) {
	shops, steps := 4, 40
	if f := flag.Lookup("full"); f != nil && f.Value.String() == "true" {
		shops, steps = 200, 500
	}
	var waited, deserted, kept, broken int
	for n := range shops {
		r := rand.New(rand.NewPCG(uint64(n), 7))
		seed := randomShop(r)
		play(t, seed, func(t *testing.T, s *scene) {
			b := &bustle{scene: s, r: r, seed: seed, waited: &waited, deserted: &deserted, kept: &kept, broken: &broken}
			for _, a := range seed.Agents {
				b.agents = append(b.agents, s.Agent(a.Login))
			}
			for range steps {
				b.act()
				s.pass(time.Duration(1+r.IntN(5)) * time.Second)
				if r.IntN(5) == 0 {
					s.pass(time.Duration(r.IntN(100)) * time.Second)
				}
				s.pass(2 * time.Second)
				b.look()
			}
			faults, err := s.Desk.Check(t.Context())
			require.NoError(t, err)
			require.Empty(t, faults)
		})
	}
	t.Logf("looked at %d who waited, %d of them with nobody there, at %d promises kept and %d broken", waited, deserted, kept, broken)
	require.True(t, waited > 50 && deserted > 0 && kept+broken > 0, "the shops are too quiet")
}
