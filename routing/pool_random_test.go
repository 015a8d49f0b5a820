package routing_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// poolWorld throws random verbs at a Pool and watches from outside.
type poolWorld struct {
	host
	p        *Pool
	agentIDs []string
	live     map[string]bool
	seed     uint64
}

// look copies the Pool's records into the host's, for the plain model.
func (w *poolWorld) look() {
	w.host.agents, w.host.requests = map[string]*AgentFact{}, map[string]*RequestFact{}
	for _, id := range w.agentIDs {
		if a, ok := w.p.Agent(id); ok {
			w.host.agents[id] = &a
		}
	}
	for id := range w.live {
		if q, ok := w.p.Request(id); ok {
			w.host.requests[id] = &q
		} else {
			delete(w.live, id)
		}
	}
}

func (w *poolWorld) verb() ([]Decision, error) {
	req := pick(&w.host, w.host.requests, func(*RequestFact) bool { return true })
	agent := fmt.Sprintf("a%d", w.rnd.IntN(6))
	switch w.rnd.IntN(16) {
	case 0, 1, 2:
		w.born++
		id := fmt.Sprintf("r%d", w.born)
		w.live[id] = true
		ds, err := w.p.Enqueue(w.now, RequestFact{ID: id, Queue: w.queueName(), Weight: 1 + w.rnd.IntN(2), Skills: w.skills(1),
			Priority: w.rnd.IntN(3)})
		if err != nil {
			w.ended["refused"]++
			delete(w.live, id)
		}
		return ds, err
	case 3, 4, 5:
		if q := w.host.requests[req]; q != nil && len(q.Offers) > 0 {
			return w.p.Accept(w.now, req, q.Offers[0].Agent)
		}
		return w.p.Accept(w.now, req, agent)
	case 6:
		return w.p.Decline(w.now, req, agent)
	case 7, 8:
		return w.p.Complete(w.now, req)
	case 9:
		return w.p.EndWrap(w.now, req)
	case 10:
		return w.p.Cancel(w.now, req)
	case 11:
		return w.p.Transfer(w.now, req, w.queueName(), []string{"", agent}[w.rnd.IntN(2)])
	case 12:
		return w.p.Pick(w.now, req, agent, w.rnd.IntN(4) == 0)
	case 13:
		if w.rnd.IntN(2) == 0 {
			return w.p.Hold(w.now, req)
		}
		return w.p.Message(w.now, req)
	case 14:
		if w.rnd.IntN(8) == 0 {
			return w.p.RemoveAgent(w.now, agent)
		}
		return w.p.SetAgent(w.now, AgentFact{ID: agent, Mode: Mode(w.rnd.IntN(4)), Capacity: w.rnd.IntN(6), Skills: w.skills(2),
			Channels: []ChannelLoad{{Channel: "chat", Max: 2 + w.rnd.IntN(2)}}, Tier: w.rnd.IntN(2)})
	}
	w.now = w.now.Add(time.Duration(w.rnd.IntN(8)) * time.Second)
	return w.p.Advance(w.now), nil
}

var poolErrors = []error{ErrQueueFull, ErrWaitTooLong, ErrNoRoute, ErrOfferGone, ErrUnknown, ErrExists, ErrNotAllowed, ErrAtCapacity}

func TestPoolLeavesNothingUndoneAfterAnyVerb(t *testing.T) {
	for seed := range uint64(max(3, events()/8/runLength)) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		cfg := randomConfig(rnd)
		cfg.WrapFor, cfg.WrapWeight = time.Duration(rnd.IntN(2)*6)*time.Second, rnd.IntN(3)-1
		w := &poolWorld{live: map[string]bool{}}
		w.host = *newHost(t, cfg, rnd)
		for i := range 6 {
			w.agentIDs = append(w.agentIDs, fmt.Sprintf("a%d", i))
		}
		var err error
		w.p, err = NewPool(cfg)
		require.NoError(t, err)
		for range runLength {
			loads, agents, requests := w.loads(), w.host.agents, w.host.requests
			ds, err := w.verb()
			if err != nil {
				known := false
				for _, e := range poolErrors {
					known = known || errors.Is(err, e)
				}
				require.True(t, known, "%v", err)
			}
			w.look()
			w.seed = seed
			w.checkLoads(ds, loads)
			for id, now := range w.host.agents {
				if was := agents[id]; was != nil && !reflect.DeepEqual(was, now) {
					require.Greater(t, now.Rev, was.Rev, "seed %d: agent %s", seed, id)
				}
			}
			for id, now := range w.host.requests {
				if was := requests[id]; was != nil && !reflect.DeepEqual(was, now) {
					require.Greater(t, now.Rev, was.Rev, "seed %d: request %s", seed, id)
				}
			}
			require.Empty(t, newScan(cfg, &w.host, w.now).advance(), "seed %d", seed)
		}
	}
}

func (w *poolWorld) loads() map[string]int {
	m := map[string]int{}
	for id, a := range w.host.agents {
		m[id] = a.Used
	}
	return m
}

// checkLoads: the ledger is the sum of what the records charge, and no
// decision lifted an agent above the capacity.
func (w *poolWorld) checkLoads(ds []Decision, before map[string]int) {
	offered := map[string]bool{}
	for _, d := range ds {
		if d.Kind == Offer || d.Kind == Assign {
			offered[d.Agent] = true
		}
	}
	for id, a := range w.host.agents {
		sum := AgentFact{ID: id}
		chats := 0
		for _, q := range w.host.requests {
			before := sum.Used
			w.recharge(&sum, q)
			if sum.Used > before && channelName(q) == "chat" {
				chats++
			}
		}
		require.Equal(w.t, sum.Used, a.Used, "seed %d: ledger of %s", w.seed, id)
		if offered[id] {
			require.LessOrEqual(w.t, a.Used, max(a.Capacity, before[id]), "capacity of %s", id)
		}
		for _, c := range a.Channels {
			require.Equal(w.t, chats, c.Used, "chats of %s", id)
		}
	}
}
