package desk

import (
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/lead"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/presence"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/internal/signs"
	"github.com/switchboard-go/switchboard/routing"
)

// engine is what drives a desk without being asked, and what it goes by.
type engine struct {
	replica *replica.Replica
	ahead   *replica.Ahead // the store, as all of the desk reads and writes it
	hub     *replica.Hub   // the replica's
	// those that the replica goes by; nil: it knows nothing yet
	settings   atomic.Pointer[settled.Settings]
	near       nearby
	visitors   *presence.Presence // those connected to this node
	lease      *lead.Lease
	now        func() time.Time // the time of day
	tick       func() time.Time // of the clock of intervals
	lives      atomic.Uint64    // how often this node forgot what it knew of the store
	feed       feed
	follower   Follower
	dispatcher Dispatcher
	outbox     Outbox
	jobs       Jobs
	signs      signs.Signs
	views      views
	inboxes    inboxes
	boards     boards
	teams      teams
}

// openEngine makes the engine ready. It reads and writes nothing.
func (d *Desk) openEngine() error {
	router, err := d.cfg.Router(routing.Config{})
	if err != nil {
		return err
	}
	e := &d.engine
	e.replica = replica.New(d.cfg.Node, d.cfg.Lease, router)
	e.hub = e.replica.Hub()
	e.now, e.tick = d.now, d.tick
	e.feed.lease, e.feed.tick, e.feed.seen = d.cfg.Lease, d.tick, e.replica.Seen
	e.feed.busy = func() bool { return e.replica.Leadership(d.now(), e.outbox.effects.Can).Busy }
	e.feed.wake, e.feed.log = e.hub.Wake, d.cfg.Logger
	known := replica.NewPresences(d.tick, e.replica)
	e.visitors = presence.New(presence.Config{
		Store: newPrompt(d.cfg.Store, e.feed.patience()), Node: d.cfg.Node,
		Wall: d.now, Tick: d.tick,
		Wake: func() { e.hub.Wake(replica.TopicVisitors) }, Visiting: known.Visiting,
	})
	e.near = nearby{
		store: newPrompt(d.cfg.Store, e.feed.patience()), hub: e.hub, node: d.cfg.Node,
		every: d.cfg.Lease, wall: d.now, tick: d.tick, where: e.replica.Whereabouts,
		clocks: replica.NewClocks(e.replica),
	}
	e.near.told = e.visitors.Told
	e.lease = lead.NewLease(newPrompt(d.cfg.Store, e.feed.patience()), d.cfg.Node, d.cfg.Lease, d.now)
	e.openInvites(d.cfg.Node)
	e.follower.d = d
	d.visitors.tally.wake = func() { e.hub.Wake(topicTally) }
	e.signs = signs.New(signs.Config{
		Node: d.cfg.Node, Bus: d.cfg.Bus, Post: e.hub.Post, Guard: d.guard, Log: d.cfg.Logger, Now: d.now,
	})
	e.views = views{
		d.cfg.Store, e.replica, sessions.NewGlances(d.cfg.Store, d.cfg.atOnce()),
		&sessions.Tails{}, known, d.now,
		d.committer, d.cfg.Mailer != nil, d.cfg.atOnce(),
		&e.settings, d.cfg.Handoff != nil, catalogueOf(d.cfg.Profile) != nil,
		pagesOf(d.cfg.Profile) != nil,
		d.cfg.Blobs != nil, d.cfg.Translator != nil,
		e.carriage,
	}
	e.ahead.OnRewrite(e.views.tails.Rewritten)
	e.inboxes = inboxes{
		d.settled, d.sessions, e.views, replica.NewLists(maxList, e.replica), &sharedLists{},
		e.ownTime, e.led,
	}
	e.teams = teams{d.cfg.Store, e.replica}
	e.boards = boards{d.cfg.Store, e.replica, &e.settings, e.views, d.now}
	e.outbox = Outbox{of: d, effects: outbox.New(outbox.Config{
		Store: d.cfg.Store, Committer: d.committer, Sessions: d.sessions,
		Guard:  patient(d.cfg, d.tick),
		Mailer: d.cfg.Mailer, Handoff: d.cfg.Handoff, InFlight: d.cfg.InFlight,
		Mailbox: d.mailbox, Shop: e.shop, Away: e.away, Zone: e.zone,
		Reads: readsOf(d.hooks.translations), Forget: Lines{d}.forget,
		Dead: deadMailIn(d.cfg.Store, d.keyring).Since,
		Due:  e.replica.EffectsDue, Ahead: e.replica.EffectAhead, Term: e.lease.Term,
	})}
	e.dispatcher = d.newDispatcher()
	work := worker{
		d.cfg.Store, d.erasures, e.outbox.effects, retirement{d}, d.now, &d.notices, d.committer,
		beside{settings: &e.settings}, e.ownTime, d.files, d.visitors.tally,
	}
	e.jobs = Jobs{lead.NewJobs(e.replica, e.lease, work.do)}
	return nil
}

// Follower is this desk's follower, for driving it by hand. Run does so otherwise.
func (d *Desk) Follower() *Follower { return &d.engine.follower }

// Dispatcher is this desk's dispatcher, for driving it by hand. Run does so otherwise.
func (d *Desk) Dispatcher() *Dispatcher { return &d.engine.dispatcher }
