package assign_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	. "github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/routing"
)

// floor is sessions and agents on maps, wired by hand.
type floor struct {
	t        *testing.T
	rnd      *rand.Rand
	now      time.Time
	rev      uint64
	minted   int
	sessions map[chat.SessionID]chat.Session
	agents   roster
	router   *routing.Router
	assigned int
}

func (f *floor) put(a chat.Agent) {
	f.rev++
	f.agents[a.ID] = a
	f.router.Set(f.now, Agent(a, f.rev))
}

// do applies a command that may be refused, and keeps the ledgers.
func (f *floor) do(id chat.SessionID, c chat.Command) error {
	s, _, err := chat.Decide(f.sessions[id], c, f.now)
	if err != nil {
		return err
	}
	f.sessions[id] = s
	f.rev++
	f.router.Set(f.now, Session(s, f.rev))
	load := map[chat.AgentID]int{}
	for _, s := range f.sessions {
		for _, c := range s.Charges() {
			load[c.Agent] += c.Weight
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.agents)) {
		if a := f.agents[id]; a.Load != load[id] {
			a.Load, a.IdleSince = load[id], f.now
			f.put(a)
		}
	}
	return nil
}

// route carries out what the Router decides. Nobody else changes anything meanwhile, so every decision fits.
func (f *floor) route() {
	for ds := slices.Clone(f.router.Advance(f.now)); len(ds) > 0; ds = slices.Clone(f.router.Advance(f.now)) {
		for batch := range Batches(ds) {
			for _, d := range batch {
				if d.Agent != "" {
					a, err := Applied(f.agents[chat.AgentID(d.Agent)], d, f.now)
					require.NoError(f.t, err)
					f.put(a)
				}
			}
			if OfAgent(batch[0]) {
				continue
			}
			id := chat.SessionID(batch[0].Request)
			c, err := Command(f.sessions[id], batch, f.agents, func() chat.OfferID { f.minted++; return chat.OfferID(fmt.Sprint("off_", f.minted)) })
			require.NoError(f.t, err, "%+v", batch)
			require.NoError(f.t, f.do(id, c), "%T", c)
			if k := batch[0].Kind; k == routing.Offer || k == routing.Assign {
				f.assigned++
				for _, d := range batch {
					a := f.agents[chat.AgentID(d.Agent)]
					require.LessOrEqual(f.t, a.Load, a.Capacity, "no offer is made beyond a capacity")
				}
			}
		}
	}
}

// live makes what is due happen, and now and then something that somebody does.
func (f *floor) live() {
	for _, id := range slices.Sorted(maps.Keys(f.sessions)) {
		if at, c := chat.Next(f.sessions[id], chat.Around{Team: f.agents}, f.now); c != nil && !at.After(f.now) {
			require.NoError(f.t, f.do(id, c), "%T", c)
		}
		s := f.sessions[id]
		if f.rnd.IntN(4) > 0 {
			continue
		}
		by := chat.Author{Kind: chat.AuthorAgent, ID: string(s.Agent)}
		if len(s.Offers) > 0 {
			o := s.Offers[f.rnd.IntN(len(s.Offers))]
			_ = f.do(id, []chat.Command{chat.Accept{Offer: o.ID, Agent: o.Agent}, chat.Decline{Offer: o.ID, Agent: o.Agent}}[f.rnd.IntN(2)])
			continue
		}
		_ = f.do(id, []chat.Command{chat.Hold{By: by, Reason: chat.ByAgent}, chat.Send{Author: by, Text: "hi"}, chat.End{By: by, Reason: chat.ByAgent},
			chat.Transfer{By: by, Queue: "returns", Reason: chat.ByAgent}}[f.rnd.IntN(4)])
	}
	modes := []chat.AgentMode{chat.Available, chat.Available, chat.Break, chat.Draining, chat.Offline, chat.Lost}
	for _, id := range slices.Sorted(maps.Keys(f.agents)) {
		if f.rnd.IntN(8) == 0 {
			a, err := f.agents[id].SetMode(modes[f.rnd.IntN(len(modes))], "", f.now)
			require.NoError(f.t, err)
			f.put(a)
		}
	}
}

func TestATeamWiredByHandIsNeverOverItsCapacityAndEveryDecisionFits(t *testing.T) {
	assigned := 0
	for seed := range uint64(20) {
		router, err := routing.New(routing.Config{Misses: 2, Queues: []routing.Queue{{ID: "sales", Broadcast: 2, Overflow: "returns", OverflowAfter: time.Minute, Limit: 6},
			{ID: "returns", AutoAccept: true, MaxWait: 3 * time.Minute}}})
		require.NoError(t, err)
		f := &floor{t: t, rnd: rand.New(rand.NewPCG(seed, 7)), now: noon, sessions: map[chat.SessionID]chat.Session{}, agents: roster{}, router: router}
		for _, id := range []chat.AgentID{"ana", "ben", "eva"} {
			a, err := chat.Agent{ID: id, Capacity: 1 + f.rnd.IntN(3), Mode: chat.Offline, Queues: []chat.Serves{{Queue: "sales"}, {Queue: "returns", Priority: f.rnd.IntN(2)}}}.SetMode(chat.Available, "", noon)
			require.NoError(t, err)
			f.put(a)
		}
		for n := range 120 {
			f.now = f.now.Add(time.Duration(f.rnd.IntN(20)) * time.Second)
			if f.rnd.IntN(3) == 0 {
				id := chat.SessionID(fmt.Sprint("ses_", n))
				require.NoError(t, f.do(id, chat.Start{ID: id, Site: "shop", Visitor: "vis_1", Queue: "sales", Arrival: chat.Arrival{Arriving: true}}))
			}
			f.live()
			f.route()
		}
		assigned += f.assigned
	}
	require.Greater(t, assigned, 200)
}
