package crowd

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
)

// Rush has that many visitors arrive at once. Agents take, answer and close what is offered to them, wave after wave, until
// all are served. Each wave must come to exactly the room there is: fewer offers within patience, and somebody waits beside
// a free agent; more, and it is in the books. Witness must run beside it.
func (c *Crowd) Rush(ctx context.Context, visitors int, patience time.Duration) error {
	defer c.hangUp()
	crew, err := c.signIn(ctx)
	if err != nil {
		return err
	}
	if err := c.arrive(ctx, visitors); err != nil {
		return err
	}
	room, served := c.config.Agents*c.config.Capacity, map[chat.OfferID]bool{}
	for left := visitors; left > 0; {
		want := min(left, room)
		offers, err := c.wave(ctx, want, patience, served)
		if err != nil {
			return fmt.Errorf("%w, %d of %d visitors are left", err, left, visitors)
		}
		if err := serve(ctx, crew, offers); err != nil {
			return err
		}
		left -= len(offers)
	}
	return nil
}

// signIn makes all agents available, and tells which is which.
func (c *Crowd) signIn(ctx context.Context) (map[chat.AgentID]*client, error) {
	var mu sync.Mutex
	crew := map[chat.AgentID]*client{}
	group, ctx := errgroup.WithContext(ctx)
	for i := range c.config.Agents {
		group.Go(func() error {
			a := c.client(login(i))
			var me struct {
				ID chat.AgentID `json:"id"`
			}
			if err := a.do(ctx, "PUT", "agent/status", "", map[string]any{"mode": "available"}, &me); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			crew[me.ID] = a
			return nil
		})
	}
	return crew, group.Wait()
}

// arrive lets everybody in at the door first, and then has all of them ask at once.
func (c *Crowd) arrive(ctx context.Context, visitors int) error {
	all := make([]*visitor, visitors)
	door, inside := errgroup.WithContext(ctx)
	for i := range all {
		all[i] = &visitor{client: c.client(""), name: fmt.Sprintf("r%d", i+1)}
		door.Go(func() error { return all[i].do(inside, "POST", "visits", "", map[string]any{"url": "/"}, nil) })
	}
	if err := door.Wait(); err != nil {
		return err
	}
	rush, asking := errgroup.WithContext(ctx)
	for _, v := range all {
		rush.Go(func() error { return v.start(asking) })
	}
	return rush.Wait()
}

// wave waits for as many offers, and notes them. What it sees is as old as the feed: those of the wave before may still be
// there.
func (c *Crowd) wave(ctx context.Context, want int, patience time.Duration, served map[chat.OfferID]bool) ([]Offer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		offers := slices.DeleteFunc(c.Offers(), func(o Offer) bool { return served[o.ID] })
		if len(offers) >= want {
			for _, o := range offers {
				served[o.ID] = true
			}
			return offers, nil
		}
		if !rest(ctx, again/10) {
			return nil, fmt.Errorf("crowd: %d sessions are offered, with agents free for %d", len(offers), want)
		}
	}
}

func serve(ctx context.Context, crew map[chat.AgentID]*client, offers []Offer) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, o := range offers {
		group.Go(func() error {
			a, path := crew[o.Agent], "agent/sessions/"+string(o.Session)
			if err := a.do(ctx, "POST", "agent/offers/"+string(o.ID)+"/accept", "", nil, nil); err != nil {
				return fmt.Errorf("accept: %w", err)
			}
			if err := a.message(ctx, path, string(o.Session), "hello-"+string(o.ID), text(1, "It is.")); err != nil {
				return fmt.Errorf("answer: %w", err)
			}
			return ended(a.do(ctx, "POST", path+"/close", "", nil, nil))
		})
	}
	return group.Wait()
}
