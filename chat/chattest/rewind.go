package chattest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// Rewind has the database of two running desks go back under their hands, as an asynchronous failover or a restore does, and
// people go on with their chats at both. It fails the test if a timeline gets a gap or an entry of the past that was lost, if
// anybody's stream does not come to show what is there, if nobody is offered anything after that, or if a ledger, an index
// or a timeline is not what the sessions say. Open gives each desk its store; rewind copies what is there, and returns what
// puts the copy back behind the backs of the open stores.
func Rewind(t testing.TB, open func() store.Store, rewind func() (back func())) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r := &rewinding{t: t, ctx: ctx}
	var running sync.WaitGroup
	seed := desk.Settings{Queues: []desk.Queue{{ID: "help"}}, Agents: []desk.AgentSettings{
		{Login: "ann", Name: "Ann", Capacity: 20, Queues: []chat.Serves{{Queue: "help"}}},
	}}
	for i := range 2 {
		d, err := desk.New(desk.Config{Store: open(), Node: fmt.Sprintf("node-%d", i), Key: make([]byte, 32), Seed: seed})
		check(t, "desk", "make", err)
		r.desks = append(r.desks, d)
		running.Go(func() { _ = d.Run(ctx) })
	}
	inbox := newFeed()
	running.Go(func() { inbox.listen(r.ann(0).Events(ctx, "")) })
	_, err := r.ann(0).SetStatus(ctx, chat.Available, "")
	check(t, "ann", "sign in", err)
	for round, order := range [][]int{{1, 0}, {0, 1}, {1, 1, 1, 1, 1, 1, 0}, {0, 0, 0, 0, 1, 0}} {
		r.round(fmt.Sprint("vera-", round), rewind, order)
		late := fmt.Sprint("late-", round)
		id := r.start(1, late)
		inbox.await(t, "ann", "for an offer after the database went back", func() bool {
			return slices.ContainsFunc(inbox.inbox.Offers, func(o desk.OfferView) bool { return o.Session.Session.ID == id })
		})
	}
	for _, d := range r.desks {
		faults, err := d.Check(ctx)
		check(t, "desk", "check", err)
		for _, f := range faults {
			t.Fatalf("rewind: %v (the first of %d faults)", f, len(faults))
		}
	}
	cancel()
	running.Wait()
}

type rewinding struct {
	t     testing.TB
	ctx   context.Context
	desks []*desk.Desk
}

func (r *rewinding) ann(i int) desk.Agent {
	return r.desks[i].Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
}

func (r *rewinding) visitor(i int, name string) desk.Visitor {
	return r.desks[i].Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: name, Verified: true})
}

func (r *rewinding) start(i int, name string) chat.SessionID {
	r.t.Helper()
	v, err := r.visitor(i, name).Start(r.ctx, desk.StartRequest{Text: "hello"})
	check(r.t, name, "start", err)
	return v.ID
}

// send adds a message at a desk.
func (r *rewinding) send(i int, name string, id chat.SessionID, text string) {
	r.t.Helper()
	_, err := r.visitor(i, name).Send(r.ctx, id, desk.MessageRequest{Text: text})
	check(r.t, name, "send", err)
}

// round has one chat lose its last messages, and go on at the desks of order.
func (r *rewinding) round(name string, rewind func() (back func()), order []int) {
	r.t.Helper()
	id := r.start(0, name)
	r.send(1, name, id, "kept 1")
	r.send(0, name, id, "kept 2")
	ctx, hangUp := context.WithCancel(r.ctx)
	defer hangUp()
	feeds := []*screen{{feed: newFeed()}, {feed: newFeed()}}
	var reading sync.WaitGroup
	defer reading.Wait()
	defer hangUp()
	for i, f := range feeds {
		reading.Go(func() { f.read(r.visitor(i, name).Events(ctx, "")) })
	}
	back := rewind()
	for i := range 6 {
		r.send(i%2, name, id, fmt.Sprint("lost ", i))
	}
	for i, f := range feeds {
		f.await(r.t, name, fmt.Sprint("for what is lost later, at desk ", i), func() bool { return slices.Contains(textsOf(f.entries), "lost 5") })
	}
	back()
	want := []string{"hello", "kept 1", "kept 2"}
	for i, at := range order {
		want = append(want, fmt.Sprint("after ", i))
		r.send(at, name, id, fmt.Sprint("after ", i))
	}
	for i, f := range feeds {
		f.await(r.t, name, fmt.Sprintf("for the transcript %q, at desk %d", want, i), func() bool { return f.shows(want...) })
	}
	all, _, err := r.visitor(0, name).Timeline(r.ctx, id, 0, 0)
	check(r.t, name, "timeline", err)
	if got := textsOf(all); !slices.Equal(got, want) {
		r.t.Fatalf("%s: the transcript is %q after the database went back; want %q", name, got, want)
	}
}

func textsOf(es []chat.Entry) (texts []string) {
	for _, e := range es {
		if e.Kind == chat.KindMessage {
			texts = append(texts, e.Text)
		}
	}
	return texts
}

// screen is what a client shows of its stream: the entries, or nothing after a reset until they come again.
type screen struct {
	*feed
	entries []chat.Entry
}

func (s *screen) read(events iter.Seq2[desk.Event, error]) {
	s.listen(func(yield func(desk.Event, error) bool) {
		for e, err := range events {
			s.mu.Lock()
			switch {
			case e.Type == desk.EventReset:
				s.entries = nil
			case e.Entry != nil:
				s.entries = append(s.entries, *e.Entry)
			}
			s.mu.Unlock()
			if !yield(e, err) {
				return
			}
		}
	})
}

func (s *screen) shows(texts ...string) bool { return slices.Equal(textsOf(s.entries), texts) }
