package chattest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// Crowd is the size of a Rush.
type Crowd struct {
	// Desks on the store. Default: 3.
	Desks int
	// Visitors, all of whom arrive at once. Default: 300.
	Visitors int
	// Agents who answer them. Default: 10.
	Agents int
	// Capacity of each agent. Default: 3.
	Capacity int
	// Patience with one round, in which every agent's capacity is filled. Default: 1 minute.
	Patience time.Duration
	// Quiet returns when nothing moves any more, for tests in a bubble of testing/synctest: then
	// each round is also checked for having gone no further than it may. Default: nobody knows.
	Quiet func()
}

func (c Crowd) withDefaults() Crowd {
	for n, usual := range map[*int]int{&c.Desks: 3, &c.Visitors: 300, &c.Agents: 10, &c.Capacity: 3} {
		if *n < 1 {
			*n = usual
		}
	}
	if c.Patience <= 0 {
		c.Patience = time.Minute
	}
	return c
}

// Rush has many visitors arrive at once at several desks that share a store, which open gives each
// of them, and agents answer and close their sessions, wave after wave, until all are served. It
// fails the test if an agent is filled beyond the capacity, if a session has two owners, if anybody
// waits beside a free agent, or if a ledger, an index or a timeline is not what the sessions say.
// Owners, loads and timelines are looked at in every commit, not only at the end.
func Rush(t testing.TB, open func() store.Store, c Crowd) {
	t.Helper()
	c = c.withDefaults()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r := &rush{t: t, crowd: c, ctx: ctx, trial: newTrial(c.Capacity)}
	var running sync.WaitGroup
	for i := range c.Desks {
		d, err := desk.New(desk.Config{Store: open(), Node: fmt.Sprintf("node-%d", i), Key: make([]byte, 32), Seed: r.seed()})
		check(t, "desk", "make", err)
		r.desks = append(r.desks, d)
		running.Go(func() { _ = d.Run(ctx) })
	}
	r.signIn()
	running.Go(func() { r.trial.listen(r.desks[0].Host().Follow(ctx, "0-0")) })
	r.arrive()
	for left := c.Visitors; left > 0; {
		wave := r.wave(left)
		r.serve(wave)
		left -= len(wave)
	}
	r.verdict()
	cancel()
	running.Wait()
}

type rush struct {
	t     testing.TB
	ctx   context.Context
	crowd Crowd
	desks []*desk.Desk
	trial *trial
	ids   map[chat.AgentID]int
}

func (r *rush) seed() settings.Team {
	s := settings.Team{Queues: []settings.Queue{{ID: "rush", OfferFor: 24 * time.Hour, NoAgent: settings.NoAgentWait}}}
	for i := range r.crowd.Agents {
		s.Agents = append(s.Agents, settings.Agent{Login: login(i), Name: login(i), Capacity: r.crowd.Capacity, Queues: []chat.Serves{{Queue: "rush"}}})
	}
	return s
}

func login(i int) string { return fmt.Sprintf("agent-%d", i) }

func (r *rush) desk(i int) *desk.Desk { return r.desks[i%len(r.desks)] }

func (r *rush) agent(i int) desk.Agent {
	return r.desk(i).Agent(chat.Principal{Kind: chat.RoleAgent, ID: login(i), Verified: true})
}

func (r *rush) signIn() {
	r.ids = map[chat.AgentID]int{}
	for i := range r.crowd.Agents {
		me, err := r.agent(i).SetStatus(r.ctx, chat.Available, "")
		check(r.t, login(i), "sign in", err)
		r.ids[me.ID] = i
	}
}

// arrive starts every visitor's session, all at once.
func (r *rush) arrive() {
	errs := make([]error, r.crowd.Visitors)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			p := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("visitor-%d", i), Verified: true}
			_, errs[i] = r.desk(i).Visitor(p).Start(r.ctx, desk.StartRequest{Text: "hello", Command: "hello"})
		})
	}
	all.Wait()
	for i, err := range errs {
		check(r.t, fmt.Sprintf("visitor-%d", i), "start", err)
	}
}

// wave waits until as many sessions are offered as there is room for, and takes them.
func (r *rush) wave(left int) (offers []chat.Entry) {
	r.t.Helper()
	if r.crowd.Quiet != nil {
		r.crowd.Quiet()
	}
	want := min(left, r.crowd.Agents*r.crowd.Capacity)
	ok := r.trial.await(r.crowd.Patience, func() bool {
		if offers = r.trial.offers; len(offers) >= want {
			r.trial.offers = nil
		}
		return len(offers) >= want
	})
	r.judge()
	if !ok || r.crowd.Quiet != nil && len(offers) > want {
		r.t.Fatalf("rush: %d sessions are offered and %d wait, with agents free for %d", len(offers), left-len(offers), want)
	}
	return offers
}

// judge fails the test on the first fault.
func (r *rush) judge() {
	r.t.Helper()
	if first, n := r.trial.found(); n > 0 {
		r.t.Fatalf("rush: %s (the first of %d faults)", first, n)
	}
}

// serve has the agents accept, answer and close what is offered to them.
func (r *rush) serve(wave []chat.Entry) {
	errs := make([]error, len(wave))
	var all sync.WaitGroup
	for i, e := range wave {
		all.Go(func() { errs[i] = r.one(r.agent(r.ids[e.Agent]), e) })
	}
	all.Wait()
	for i, err := range errs {
		check(r.t, string(wave[i].Agent), "serve", err)
	}
}

func (r *rush) one(a desk.Agent, e chat.Entry) error {
	card, err := a.Accept(r.ctx, e.Offer)
	if err != nil {
		return err
	}
	if _, err = a.Send(r.ctx, card.Session.ID, desk.MessageRequest{Text: "hello", Command: "answer"}); err != nil {
		return err
	}
	return a.Close(r.ctx, card.Session.ID)
}

// verdict waits until everybody was served, and audits what is left.
func (r *rush) verdict() {
	r.t.Helper()
	done := r.trial.await(r.crowd.Patience, func() bool { return r.trial.closed >= r.crowd.Visitors })
	r.judge()
	if !done {
		r.t.Fatalf("rush: %d sessions of %d were served", r.trial.closed, r.crowd.Visitors)
	}
	faults, err := r.desks[0].Check(r.ctx)
	check(r.t, "desk", "check", err)
	for _, f := range faults {
		r.t.Fatalf("rush: %v (the first of %d faults)", f, len(faults))
	}
}
