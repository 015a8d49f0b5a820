package desk

import (
	"sync/atomic"

	"github.com/switchboard-go/switchboard/routing"

	"github.com/switchboard-go/switchboard/chat/internal/lead"
)

// room is the machine room of a desk: what drives it without being asked.
type room struct {
	hub        hub
	image      image
	near       nearby
	lease      *lead.Lease
	lives      atomic.Uint64 // how often this node forgot what it knew of the store
	doors      atomic.Uint64 // how often it changed who is there, or the settings
	feed       feed
	follower   Follower
	dispatcher Dispatcher
	outbox     Outbox
	jobs       Jobs
}

// openRoom makes the machine room ready. It reads and writes nothing.
func (d *Desk) openRoom() error {
	r := &d.room
	r.near = nearby{store: d.prompt(), hub: &r.hub, node: d.cfg.Node, every: d.cfg.Lease, wall: d.now}
	r.lease = lead.NewLease(d.prompt(), d.cfg.Node, d.cfg.Lease, d.now)
	r.follower.d = d
	r.dispatcher, r.outbox, r.jobs = Dispatcher{d: d}, Outbox{d: d}, Jobs{d: d}
	router, err := d.cfg.Router(routing.Config{})
	if err != nil {
		return err
	}
	r.image.reset(router)
	return nil
}

// Follower is this desk's follower, for driving it by hand. Run does so otherwise.
func (d *Desk) Follower() *Follower { return &d.room.follower }

// Dispatcher is this desk's dispatcher, for driving it by hand. Run does so otherwise.
func (d *Desk) Dispatcher() *Dispatcher { return &d.room.dispatcher }

// Outbox is this desk's outbox, for driving it by hand. Run does so otherwise.
func (d *Desk) Outbox() *Outbox { return &d.room.outbox }
