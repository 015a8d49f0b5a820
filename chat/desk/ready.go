package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// Ready reports whether the desk can serve: an error says that it cannot, because the store does not
// answer or no site or queue can be served; an Unready with the reason, because the store cannot be
// written, or because another node can do better: this one's clock is off the others' (see
// ClockAgrees), or it has not heard from the store's feed for longer than a lease. A desk that is
// ready may be degraded: the faults name the settings and agents that are not in force on this node
// as they stand, because a newer release wrote them or they are damaged, and why. What was in force
// of them before still is; all else is as it is set. One of kind setting without a key says that
// this node leads and has no Config.Blobs, while files that came from outside wait to be fetched.
//
// It writes only while the last commit of this node failed, once a second at most, and asks the feed
// only if nothing was heard for a lease.
func (d *Desk) Ready(ctx context.Context) ([]chat.Fault, error) {
	s, err := d.settled.Serving(ctx)
	if err != nil {
		return nil, err
	}
	if !d.ClockAgrees() {
		return nil, &Unready{Why: "this node's clock is off the others'"}
	}
	if err := (writeProbe{d.cfg.Store, d.cfg.Node, d.now}).writable(ctx, d.tick()); err != nil {
		return nil, err
	}
	if d.running.Load() { // a desk that is driven by hand hears when it is driven
		if err := d.engine.feed.fresh(ctx); err != nil {
			return nil, err
		}
	}
	faults := append(slices.Clone(s.Degraded), d.engine.replica.Unreadable()...)
	return append(faults, d.engine.unfetched(d.cfg.Blobs)...), nil
}
