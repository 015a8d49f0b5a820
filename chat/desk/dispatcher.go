package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/lead"
	"github.com/switchboard-go/switchboard/store"
)

// Dispatcher commits what the Router proposes and what time brings, on the one node that holds the
// lease. Every batch is conditioned on the records it was decided on and on the lease's term. Step
// is for one caller at a time.
type Dispatcher struct {
	lead *lead.Dispatcher
}

// Step takes or renews the lease if there is anything to lead, and commits what there is to do. It
// returns when to call it again; the zero instant means when something changes.
func (p *Dispatcher) Step(ctx context.Context, now time.Time) (time.Time, error) {
	return p.lead.Step(ctx, now)
}

// newDispatcher returns the dispatcher of an engine that is otherwise ready.
func (d *Desk) newDispatcher() Dispatcher {
	offer := func() chat.OfferID { return newOfferID(d.cfg.IDs) }
	return Dispatcher{lead.NewDispatcher(lead.Config{
		Store: d.cfg.Store, Feed: newPrompt(d.cfg.Store, d.engine.feed.patience()),
		Replica: d.engine.replica, Lease: d.engine.lease, Changes: leadingChanges{d},
		Now: d.now, Tick: d.tick, InFlight: d.cfg.InFlight, Poll: d.cfg.Poll, Logger: d.cfg.Logger,
		Can: d.engine.outbox.effects.Can, Deaf: d.engine.feed.deaf, Lives: d.engine.lives.Load,
		NewOffer: offer, Invites: d.engine.near.invites.Any,
	})}
}

// newOfferID mints an id for an offer.
func newOfferID(ids hook.IDs) chat.OfferID { return chat.OfferID(ids.Mint(prefixOffer)) }

// leadingChanges is the desk's change, as the leading node needs it.
type leadingChanges struct{ d *Desk }

// Change implements lead.Changer.
func (c leadingChanges) Change(
	ctx context.Context, id chat.SessionID, decide func(chat.Session) (chat.Command, error),
	o lead.Terms,
) error {
	options := commit.Options{If: o.Fence, Capacity: o.Fits}
	if o.Also != nil {
		options.Also = func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error { return o.Also(tx) }
	}
	out, err := c.d.committer.Change(ctx, id, decide, options)
	if err == nil {
		c.d.notices.deserted(out.Session)
	}
	return err
}
