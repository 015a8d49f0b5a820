package chattest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// Rewind has the database of two running desks go back under their hands, as an asynchronous
// failover or a restore does, and people go on with their chats at both. It fails the test if a
// timeline gets a gap or an entry of the past that was lost, if anybody's stream does not come to
// show what is there, if nobody is offered anything after that, or if a ledger, an index or a
// timeline is not what the sessions say. Open gives each desk its store; rewind copies what is
// there, and returns what puts the copy back behind the backs of the open stores.
func Rewind(t testing.TB, open func() store.Store, rewind func() (back func())) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r := &rewinding{t: t, ctx: ctx}
	var running sync.WaitGroup
	patient := settings.Queue{ID: "help", OfferFor: time.Hour, NoAgent: settings.NoAgentWait} // a restart may take long
	seed := settings.Team{Queues: []settings.Queue{patient}, Agents: []settings.Agent{
		{Login: "ann", Name: "Ann", Capacity: 20, Queues: []chat.Serves{{Queue: "help"}}},
	}}
	for i := range 2 {
		d, err := desk.New(desk.Config{Store: open(), Node: fmt.Sprintf("node-%d", i), Key: make([]byte, 32), Seed: seed})
		check(t, "desk", "make", err)
		r.desks = append(r.desks, d)
		running.Go(func() { _ = d.Run(ctx) })
	}
	inbox := &screen{feed: newFeed()}
	running.Go(func() { inbox.read(ctx, r.ann(0).Events) })
	r.again("ann", "sign in", func() (bool, error) {
		_, err := r.ann(0).SetStatus(ctx, chat.Available, "")
		return true, err
	})
	other := r.start(1, "otto")
	for round, order := range [][]int{{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {0, 1}, {1, 1, 1, 1, 1, 1, 0}, {0, 0, 0, 0, 1, 0}} {
		r.round(fmt.Sprint("vera-", round), rewind, func() {
			for range round { // so that in some round what is written next would get the number of what was lost last
				r.send(1, "otto", other, "in between")
			}
		}, order)
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
	sent  int // commands
}

func (r *rewinding) ann(i int) desk.Agent {
	return r.desks[i].Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
}

func (r *rewinding) visitor(i int, name string) desk.Visitor {
	return r.desks[i].Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: name, Verified: true})
}

func (r *rewinding) start(i int, name string) chat.SessionID {
	r.t.Helper()
	v := r.visitor(i, name)
	r.again(name, "see that somebody is there", func() (bool, error) {
		is, err := v.Availability(r.ctx, "", "help")
		return is.Free > 0, err
	})
	r.sent++
	command := chat.CommandID(fmt.Sprint("start-", r.sent))
	var id chat.SessionID
	r.again(name, "start", func() (bool, error) {
		s, err := v.Start(r.ctx, desk.StartRequest{Text: "hello", Queue: "help", Command: command})
		id = s.ID
		return true, err
	})
	return id
}

// again tries until it is done, as clients do while the database is on its way back.
func (r *rewinding) again(name, what string, try func() (done bool, err error)) {
	r.t.Helper()
	for late := time.Now().Add(Patience); ; time.Sleep(20 * time.Millisecond) {
		done, err := try()
		if done && err == nil {
			return
		}
		if err != nil && !errors.Is(err, chat.ErrUnavailable) || time.Now().After(late) {
			r.t.Fatalf("%s: %s: %v", name, what, err)
		}
	}
}

// send adds a message at a desk.
func (r *rewinding) send(i int, name string, id chat.SessionID, text string) {
	r.t.Helper()
	r.sent++
	m := desk.MessageRequest{Text: text, Command: chat.CommandID(fmt.Sprint("message-", r.sent))}
	r.again(name, "send", func() (bool, error) {
		_, err := r.visitor(i, name).Send(r.ctx, id, m)
		if err != nil && !errors.Is(err, chat.ErrUnavailable) {
			all, _, _ := r.visitor(i, name).Timeline(r.ctx, id, 0, 0)
			err = fmt.Errorf("%w; its timeline: %+v", err, all)
		}
		return true, err
	})
}

// round has one chat lose its last messages, and go on at the desks of order, after what happens in
// between.
func (r *rewinding) round(name string, rewind func() (back func()), between func(), order []int) {
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
		reading.Go(func() { f.read(ctx, r.visitor(i, name).Events) })
	}
	back := rewind()
	for i, at := range []int{1, 0, 0, 0} {
		r.send(at, name, id, fmt.Sprint("lost ", i))
	}
	for i, f := range feeds {
		f.await(r.t, name, fmt.Sprint("for what is lost later, at desk ", i), func() bool { return slices.Contains(textsOf(f.entries), "lost 3") })
	}
	back()
	between()
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

// screen is what a client shows of its stream: the entries, or nothing after a reset until they
// come again. It connects again, with its last cursor, when the stream breaks off.
type screen struct {
	*feed
	entries []chat.Entry
	cursor  string
}

func (s *screen) read(ctx context.Context, events func(context.Context, string) iter.Seq2[desk.Event, error]) {
	for ; ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		s.listen(func(yield func(desk.Event, error) bool) {
			for e, err := range events(ctx, s.cursor) {
				if errors.Is(err, chat.ErrUnavailable) || err == nil && !yield(s.show(e), nil) || err != nil && !yield(e, err) {
					return
				}
			}
		})
	}
}

func (s *screen) show(e desk.Event) desk.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case e.Type == desk.EventReset:
		s.entries, s.cursor = nil, ""
	case e.Hello != nil:
		s.cursor = e.Hello.Cursor
	case e.Entry != nil:
		s.entries, s.cursor = append(s.entries, *e.Entry), e.ID
	}
	return e
}

func (s *screen) shows(texts ...string) bool { return slices.Equal(textsOf(s.entries), texts) }
