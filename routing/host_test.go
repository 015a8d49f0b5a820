package routing_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// host is a store and the commands on it, written from the package comment
// alone: records with revisions, and a Router that is fed every change.
type host struct {
	t        testing.TB
	rnd      *rand.Rand
	cfg      Config
	r        *Router
	now      time.Time
	agents   map[string]*AgentFact
	requests map[string]*RequestFact
	flight   []Decision
	lives    uint64
	born     int
	ended    map[string]int // closed, abandoned, messaged
	log      []string       // every decision, for replays
	logging  bool
}

func newHost(t testing.TB, cfg Config, rnd *rand.Rand) *host {
	r, err := New(cfg)
	require.NoError(t, err)
	return &host{t: t, rnd: rnd, cfg: cfg, r: r, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		agents: map[string]*AgentFact{}, requests: map[string]*RequestFact{}, ended: map[string]int{}}
}

// change commits records: it raises their revisions and feeds them in any order.
func (h *host) change(ids ...string) {
	h.rnd.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for _, id := range ids {
		if a := h.agents[id]; a != nil {
			old := *a
			a.Rev++
			h.r.Set(h.now, *a)
			if h.rnd.IntN(8) == 0 { // a late copy of the older record
				old.Mode, old.Used = Offline, 99
				h.r.Set(h.now, old)
			}
		}
		if q := h.requests[id]; q != nil {
			q.Rev++
			h.r.Set(h.now, q)
			if h.rnd.IntN(8) == 0 {
				h.r.Set(h.now, *q)
			}
		}
	}
}

// end deletes a request's record.
func (h *host) end(id, how string) {
	q := h.requests[id]
	delete(h.requests, id)
	h.ended[how]++
	h.r.Set(h.now, RequestFact{ID: id, Rev: q.Rev + 1, Gone: true})
}

// charge adds n requests of a weight to an agent's record.
func (h *host) charge(agent string, q *RequestFact, weight, n int) {
	a := h.agents[agent]
	if a == nil {
		return
	}
	a.Used += weight
	for i := range a.Channels {
		if a.Channels[i].Channel == channelName(q) {
			a.Channels[i].Used += n
		}
	}
}

func (h *host) release(agent string, q *RequestFact, weight int) {
	if weight > 0 || q.Idle {
		h.charge(agent, q, -weight, -1)
	}
	if a := h.agents[agent]; a != nil {
		a.IdleSince = h.now
	}
}

// current reports whether a proposal's conditions still hold.
func (h *host) current(d Decision) bool {
	if q := h.requests[d.Request]; d.Request != "" && (q == nil || q.Rev != d.RequestRev) {
		return false
	}
	a := h.agents[d.Agent]
	return d.Agent == "" || a == nil && d.AgentRev == 0 || a != nil && a.Rev == d.AgentRev
}

// commit writes the decisions of one batch, or undoes them.
func (h *host) commit(ds []Decision) {
	for _, d := range ds {
		if !h.current(d) {
			for _, d := range ds {
				h.r.Undo(h.now, d)
			}
			return
		}
	}
	var ids []string
	for _, d := range ds {
		ids = append(ids, d.Agent, d.Request)
		h.write(d)
	}
	slices.Sort(ids)
	h.change(slices.Compact(ids)...)
	for _, d := range ds {
		if d.Kind == GiveUp {
			h.end(d.Request, "messaged")
		}
		if d.Kind == Wrapped {
			h.end(d.Request, "closed")
		}
	}
}

// write does what the package comment says for each kind.
func (h *host) write(d Decision) {
	q, a := h.requests[d.Request], h.agents[d.Agent]
	switch d.Kind {
	case Offer, Assign:
		h.charge(d.Agent, q, d.Weight, 1)
		a.IdleSince, a.Turn = d.At, d.Turn
		q.Offered, q.Ring, q.Phase = d.Offer, d.Ring, Offered
		if d.Kind == Offer {
			q.Offers = append(q.Offers, PendingOffer{Number: d.Offer, Agent: d.Agent, Deadline: d.Deadline})
		} else {
			q.Phase, q.Agent, q.LastMessage = Active, d.Agent, h.now
		}
	case Requeue, Rescind:
		h.release(d.Agent, q, d.Weight)
		if d.Offer == 0 {
			q.Phase, q.Agent, q.Priority, q.QueueSince, q.Ring, q.Idle = Queued, "", d.Priority, d.At, 0, false
			return
		}
		q.Offers = slices.DeleteFunc(slices.Clone(q.Offers), func(o PendingOffer) bool { return o.Number == d.Offer })
		if d.Why == ReasonExpired {
			a.Missed++
			q.Exclude = PassOver(q.Exclude, d.Agent, d.At, h.cfg.MissFor)
		}
		if d.Kind == Requeue {
			q.Phase = Queued
		}
	case Widen:
		q.Ring = d.Ring
	case Admit:
		q.Admitted = true
	case Overflow:
		q.Queue, q.QueueSince, q.Ring, q.Exclude = d.Queue, d.At, 0, LeaveBehind(q.Exclude)
	case Wrapped:
		h.release(d.Agent, q, d.Weight)
	case Idle:
		h.release(d.Agent, q, d.Weight)
		q.Idle = true
	case Lost, Drained:
		a.Mode, a.LostSince = Offline, time.Time{}
	case Pause:
		a.Mode, a.Missed = Break, 0
	}
}

// advance compares the Router with the model, and commits, fails or delays
// what it proposed.
func (h *host) advance() {
	want := newScan(h.cfg, h, h.now).advance()
	got := h.r.Advance(h.now)
	if !slices.Equal(want, got) {
		require.Equal(h.t, show(want), show(got))
		require.Equal(h.t, want, got)
	}
	h.checkProposals(got)
	if h.logging {
		h.log = append(h.log, show(got))
	}
	batches := map[int][]Decision{}
	for i, d := range slices.Clone(got) {
		key := d.Batch
		if key == 0 {
			key = -1 - i
		}
		batches[key] = append(batches[key], d)
	}
	for _, k := range slices.Sorted(maps.Keys(batches)) {
		switch h.rnd.IntN(8) {
		case 0: // the commit failed
			for _, d := range batches[k] {
				h.r.Undo(h.now, d)
			}
		case 1:
			h.flight = append(h.flight, batches[k]...)
		default:
			h.commit(batches[k])
		}
	}
	h.flight = slices.DeleteFunc(h.flight, func(d Decision) bool { return !h.held(d) })
}

// held reports whether a delayed proposal is still possible.
func (h *host) held(d Decision) bool {
	if d.Request != "" {
		q := h.requests[d.Request]
		return q != nil && q.Rev == d.RequestRev
	}
	a := h.agents[d.Agent]
	return a != nil && a.Rev == d.AgentRev
}

// land commits one delayed batch.
func (h *host) land() {
	if len(h.flight) == 0 {
		return
	}
	d := h.flight[h.rnd.IntN(len(h.flight))]
	var batch, rest []Decision
	for _, o := range h.flight {
		if o == d || d.Request != "" && o.Request == d.Request && o.Batch == d.Batch && o.At.Equal(d.At) {
			batch = append(batch, o)
		} else {
			rest = append(rest, o)
		}
	}
	h.flight = rest
	h.commit(batch)
}

func show(ds []Decision) string {
	s := ""
	for _, d := range ds {
		s += fmt.Sprintf("%s %s→%s #%d ring %d q %s (%s) w%d turn %d batch %d\n", d.Kind, d.Request, d.Agent, d.Offer, d.Ring,
			d.Queue, d.Why, d.Weight, d.Turn, d.Batch)
	}
	return s
}
