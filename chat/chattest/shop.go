package chattest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// Patience is how long anybody in a script waits for something before the test fails.
const Patience = 10 * time.Second

// Shop is a desk that runs until the end of the test, and the people in it.
type Shop struct {
	*desk.Desk
	t       testing.TB
	ctx     context.Context
	queues  []chat.Serves
	running sync.WaitGroup
}

// Open makes and runs a desk. Every field of the configuration has the desk's own default but Store, whose default is a new
// store in memory.
func Open(t testing.TB, cfg desk.Config) *Shop {
	t.Helper()
	if cfg.Store == nil {
		cfg.Store = memstore.New(memstore.Config{})
	}
	d, err := desk.New(cfg)
	if err != nil {
		t.Fatalf("chattest: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Shop{Desk: d, t: t, ctx: ctx, queues: queuesOf(cfg.Seed)}
	s.running.Go(func() { _ = d.Run(ctx) }) // it ends with ctx, without an error
	t.Cleanup(func() {
		cancel()
		s.running.Wait()
	})
	return s
}

// queuesOf are the queues an agent serves whom the seed does not name: all.
func queuesOf(seed settings.Team) []chat.Serves {
	var all []chat.Serves
	for _, q := range seed.Queues {
		all = append(all, chat.Serves{Queue: q.ID})
	}
	if len(all) == 0 {
		all = []chat.Serves{{Queue: "support"}}
	}
	return all
}

// check fails the test on an error.
func check(t testing.TB, who, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %s: %v", who, what, err)
	}
}
