package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// routerConfig is the queues among the settings in routing's terms. In those that are held everybody keeps waiting: nobody
// knows how they are served.
func routerConfig(queues []Queue, held []chat.QueueID) routing.Config {
	var c routing.Config
	for _, q := range held {
		c.Queues = append(c.Queues, routing.Queue{ID: string(q), Manual: true})
	}
	for _, q := range queues {
		r := routing.Queue{
			ID: string(q.ID), Priority: q.Priority, Manual: q.Manual, AutoAccept: q.AutoAccept, Broadcast: q.Broadcast, OfferFor: q.OfferFor,
			Overflow: string(q.Overflow), OverflowAfter: q.OverflowAfter, MaxWait: q.MaxWait, Limit: q.Limit, Reopen: q.Reopen,
			HandleTime: q.HandleTime,
		}
		for _, ring := range q.Rings {
			r.Rings = append(r.Rings, routing.Ring{After: ring.After, Drop: ring.Drop, Lower: ring.Lower, Anyone: ring.Anyone, Queues: names(ring.Queues)})
		}
		c.Queues = append(c.Queues, r)
		c.Grace = max(c.Grace, q.Policy.Resolved().Grace) // each session's own grace is the dispatcher's; this one ends the agent's
	}
	return c
}

func names(ids []chat.QueueID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

// configOf is what a router was made with. Its maker may have added to what it was asked for.
func configOf(r Router, asked routing.Config) routing.Config {
	if c, ok := r.(interface{ Config() routing.Config }); ok {
		return c.Config()
	}
	return asked
}

// configure takes in changed settings.
func (f *Follower) configure(ctx context.Context, now time.Time) error {
	s, err := f.d.inForce(ctx)
	if err != nil {
		return err
	}
	f.d.engine.settings.Store(s)
	if err := f.d.engine.replica.Configure(now, s); err != nil {
		f.d.cfg.Logger.Error("queues not taken over", "error", fmt.Errorf("desk: configure the router: %w", err))
	}
	return nil
}

// renew begins the replica anew, with a Router that knows nobody.
func (f *Follower) renew(ctx context.Context) error {
	s, err := f.d.inForce(ctx)
	if err != nil {
		return err
	}
	router, err := f.d.cfg.Router(routerConfig(s.queues, s.held))
	if err != nil {
		return fmt.Errorf("desk: make the router: %w", err)
	}
	f.d.engine.replica.Renew(router, s)
	f.d.engine.settings.Store(s)
	return nil
}
