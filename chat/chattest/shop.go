package chattest

import (
	"context"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// Patience is how long anybody in a script waits for something before the test fails.
const Patience = 10 * time.Second

// T is what chattest needs of a test. A *testing.T, *testing.B and *testing.F have it; a program may bring its own, whose
// Fatalf does not return.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Shop is a desk that runs until the end of the test, and the people in it.
type Shop struct {
	*desk.Desk
	t       T
	ctx     context.Context
	queues  []chat.Serves
	running sync.WaitGroup
}

// Open makes and runs a desk. Every field of the configuration has the desk's own default but Store, whose default is a new
// store in memory.
func Open(t T, cfg desk.Config) *Shop {
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
func queuesOf(seed desk.Settings) []chat.Serves {
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
func check(t T, who, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %s: %v", who, what, err)
	}
}
