package chattest

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// Patience is how long anybody in a script waits for something before the test fails.
const Patience = 30 * time.Second

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

// Advance lets an hour pass, or however long d is, and all be done that is due by then and comes of
// it. It returns when nobody has anything left to do at once. The test must run in a bubble of
// testing/synctest, where that takes no time.
func (s *Shop) Advance(d time.Duration) {
	s.t.Helper()
	defer func() {
		if r := recover(); r != nil {
			s.t.Fatalf("chattest: Advance: %v; run the test in synctest.Test", r)
		}
	}()
	synctest.Wait() // it tells first whether this is a bubble
	time.Sleep(d)
	synctest.Wait()
}

// until looks every few milliseconds whether it is so, and fails the test when it takes too long.
func (s *Shop) until(who, what string, so func() bool) {
	s.t.Helper()
	for late := time.Now().Add(Patience); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(late) {
			s.t.Fatalf("%s: waited %v %s", who, Patience, what)
		}
	}
}

// check fails the test on an error.
func check(t testing.TB, who, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %s: %v", who, what, err)
	}
}
