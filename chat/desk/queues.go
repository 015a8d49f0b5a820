package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// configOf is what a router was made with. Its maker may have added to what it was asked for.
func configOf(r Router, asked routing.Config) routing.Config {
	if c, ok := r.(interface{ Config() routing.Config }); ok {
		return c.Config()
	}
	return asked
}

// configure takes in changed settings.
func (f *Follower) configure(ctx context.Context, now time.Time) error {
	s, err := f.d.settled.InForce(ctx)
	if err != nil {
		return err
	}
	f.d.engine.settings.Store(s)
	if err := f.d.engine.replica.Configure(now, s); err != nil {
		err = fmt.Errorf("desk: configure the router: %w", err)
		f.d.cfg.Logger.ErrorContext(ctx, "queues not taken over", "error", err)
	}
	return nil
}

// renew begins the replica anew, with a Router that knows nobody.
func (f *Follower) renew(ctx context.Context) error {
	s, err := f.d.settled.InForce(ctx)
	if err != nil {
		return err
	}
	router, err := f.d.cfg.Router(s.Asked)
	if err != nil {
		return fmt.Errorf("desk: make the router: %w", err)
	}
	f.d.engine.replica.Renew(router, s)
	f.d.engine.settings.Store(s)
	return nil
}
