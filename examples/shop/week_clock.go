package main

import (
	"container/heap"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// week is everything there is in the week. It is for one goroutine: time goes from one happening to
// the next, and at each instant the desks do what is due before anybody does anything.
type week struct {
	ctx    context.Context
	r      *rand.Rand
	now    time.Time
	store  *memstore.Store
	nodes  []*weekNode
	queue  happenings
	seq    int
	minted int
	diary  *diary
	agents map[chat.AgentID]*weekAgent
	chats  map[chat.SessionID]*weekVisitor
}

func newWeek(ctx context.Context, out io.Writer, seed uint64) (*week, error) {
	zone, err := time.LoadLocation(tallinn)
	if err != nil {
		return nil, err
	}
	w := &week{
		ctx: ctx, r: rand.New(rand.NewPCG(seed, 0x5765656b)), now: weekBegins,
		store: memstore.New(memstore.Config{}), agents: map[chat.AgentID]*weekAgent{},
		chats: map[chat.SessionID]*weekVisitor{},
	}
	w.diary = &diary{out: out, zone: zone, w: w, talked: map[chat.SessionID]bool{}}
	fmt.Fprintln(out, "A week by the clock of Tallinn. Wei and Lin work from Shanghai.")
	for i := range 3 {
		n := &weekNode{w: w, name: fmt.Sprintf("node%d", i+1)}
		if err := n.boot(); err != nil {
			return nil, err
		}
		w.nodes = append(w.nodes, n)
	}
	return w, nil
}

func (w *week) close() {
	for _, n := range w.nodes {
		n.die()
	}
}

// Mint implements hook.IDs.
func (w *week) Mint(prefix string) string {
	w.minted++
	return fmt.Sprintf("%s%026d", prefix, w.minted)
}

// happening is something that somebody does at an instant.
type happening struct {
	at  time.Time
	seq int
	do  func()
}

// happenings is a heap of them: the earliest first, and of one instant the one that was planned
// first.
type happenings []happening

func (h happenings) Len() int { return len(h) }
func (h happenings) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	return h[i].seq < h[j].seq
}
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) }
func (h *happenings) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// at plans something for an instant; in the past it is now.
func (w *week) at(t time.Time, do func()) {
	if t.Before(w.now) {
		t = w.now
	}
	w.seq++
	heap.Push(&w.queue, happening{t, w.seq, do})
}

// after plans something for some time between two lengths from now.
func (w *week) after(least, most time.Duration, do func()) {
	w.at(w.now.Add(w.between(least, most)), do)
}

// between is a length of time, in whole seconds.
func (w *week) between(least, most time.Duration) time.Duration {
	return least + time.Duration(w.r.Int64N(int64((most-least)/time.Second)+1))*time.Second
}

// chance is true with a probability.
func (w *week) chance(p float64) bool { return w.r.Float64() < p }

// run plays until the end of the week.
func (w *week) run() error {
	for w.now.Before(weekEnds) {
		next, err := w.settle()
		if err != nil {
			return err
		}
		if len(w.queue) > 0 && (next.IsZero() || !w.queue[0].at.After(next)) {
			next = w.queue[0].at
		}
		if next.IsZero() || next.After(weekEnds) {
			next = weekEnds
		}
		if next.After(w.now) {
			w.now = next
			if _, err := w.settle(); err != nil {
				return err
			}
		}
		for len(w.queue) > 0 && !w.queue[0].at.After(w.now) {
			heap.Pop(&w.queue).(happening).do()
		}
	}
	_, err := w.settle()
	return err
}

// settle lets the desks do what is due now. It returns when one of them has something to do next.
func (w *week) settle() (next time.Time, err error) {
	for range 10_000 {
		before, again := w.head(), false
		next = time.Time{}
		for _, n := range w.nodes {
			if n.desk == nil {
				continue
			}
			at, err := n.step()
			if err != nil {
				return next, err
			}
			if !at.IsZero() && !at.After(w.now) {
				again = true
			} else if !at.IsZero() && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
		if !again && w.head() == before {
			return next, nil
		}
	}
	return next, fmt.Errorf("shop: the desks do not come to rest at %v", w.now)
}

func (w *week) head() uint64 {
	_, head, err := w.store.Changes(w.ctx, 0, 0)
	if err != nil {
		panic(err) // a store in memory has no reason to fail
	}
	return uint64(head)
}

// weekNode is one process of the shop.
type weekNode struct {
	w    *week
	name string
	desk *desk.Desk // nil: it is down
	hung []func()   // ends the streams to it
}

func (n *weekNode) boot() error {
	team, err := weekTeam()
	if err != nil {
		return err
	}
	w := n.w
	n.desk, err = desk.New(desk.Config{
		Store: w.store, Key: []byte("a key of a shop that is not real"), Node: n.name, Seed: team, IDs: w,
		Now: func() time.Time { return w.now }, Elapsed: func() time.Duration { return w.now.Sub(weekBegins) },
		Lease: time.Minute, InFlight: 1, Observer: watcher{w},
	})
	return err
}

// step does what is due on the node, and returns when there is something next.
func (n *weekNode) step() (next time.Time, err error) {
	d := n.desk
	if _, err := d.Follower().Step(n.w.ctx, n.w.now); err != nil {
		return next, err
	}
	parts := []func(context.Context, time.Time) (time.Time, error){
		d.Presence().Step, d.Dispatcher().Step, d.Jobs().Step, d.Outbox().Step,
	}
	for _, step := range parts {
		at, err := step(n.w.ctx, n.w.now)
		if err != nil {
			return next, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, nil
}

// die ends the process, and the streams to it.
func (n *weekNode) die() {
	n.desk = nil
	for _, hang := range n.hung {
		hang()
	}
	n.hung = nil
}

// node is one that is up, by chance.
func (w *week) node() *weekNode {
	up := make([]*weekNode, 0, len(w.nodes))
	for _, n := range w.nodes {
		if n.desk != nil {
			up = append(up, n)
		}
	}
	return up[w.r.IntN(len(up))]
}
