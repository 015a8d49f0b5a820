package chattest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// premises are what the nodes of one shop share.
type premises struct {
	still bool        // time stands until somebody moves it, and nothing happens by itself
	like  desk.Config // what a node is like that says nothing else

	mu     sync.Mutex
	at     time.Time // what a clock that stands shows
	minted int
	nodes  []*Shop
}

// open makes a node, and runs it unless the shop stands.
func (p *premises) open(t testing.TB, cfg desk.Config, prepare func(*desk.Desk)) *Shop {
	t.Helper()
	if cfg.Store == nil {
		cfg.Store = memstore.New(memstore.Config{})
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Shop{t: t, ctx: ctx, queues: queuesOf(cfg.Seed), premises: p, clock: cfg.Now}
	if p.like.Store == nil {
		p.like = desk.Config{
			Store: cfg.Store, Key: cfg.Key, IDs: cfg.IDs, InFlight: cfg.InFlight, Seed: cfg.Seed,
		}
	}
	if cfg.Now == nil {
		cfg.Now = s.Now
	}
	var err error
	if s.Desk, err = desk.New(cfg); err != nil {
		t.Fatalf("chattest: %v", err)
	}
	prepare(s.Desk)
	if !p.still {
		s.running.Go(func() { _ = s.Run(ctx) }) // it ends with ctx, without an error
	}
	s.stop = func() {
		cancel()
		s.running.Wait()
	}
	t.Cleanup(s.stop)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nodes = append(p.nodes, s)
	return s
}

// Join has another node join the shop: a desk on the same store, which goes by the same clock. A
// Store, Key, IDs, InFlight or Seed that the configuration does not have is that of the first node;
// a Node that it does not have is "node-2", and so on.
func (s *Shop) Join(cfg desk.Config) *Shop {
	s.t.Helper()
	like := s.premises.like
	if cfg.Store == nil {
		cfg.Store = like.Store
	}
	if cfg.Key == nil {
		cfg.Key = like.Key
	}
	if cfg.IDs == nil {
		cfg.IDs = like.IDs
	}
	if cfg.Seed.Queues == nil && cfg.Seed.Agents == nil {
		cfg.Seed = like.Seed
	}
	cfg.InFlight = cmp.Or(cfg.InFlight, like.InFlight)
	s.premises.mu.Lock()
	cfg.Node = cmp.Or(cfg.Node, fmt.Sprint("node-", len(s.premises.nodes)+1))
	s.premises.mu.Unlock()
	return s.premises.open(s.t, cfg, func(*desk.Desk) {})
}

// Stop ends a node before the end of the test, and the streams of those who are connected to it. A
// shop that runs gives up what it holds, as in a deploy. One that stands is stepped no more, as
// though it had been killed.
func (s *Shop) Stop() {
	s.stop()
	s.premises.mu.Lock()
	defer s.premises.mu.Unlock()
	s.premises.nodes = slices.DeleteFunc(s.premises.nodes, func(n *Shop) bool { return n == s })
}

// Now is what the node's clock shows.
func (s *Shop) Now() time.Time {
	if s.clock != nil {
		return s.clock()
	}
	p := s.premises
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.still {
		return p.at.Add(s.skew)
	}
	return time.Now().Add(s.skew)
}

// Skew sets the node's clock so far ahead of that of the shop; a negative d sets it behind. A node
// whose configuration has a clock has that one.
func (s *Shop) Skew(d time.Duration) {
	s.premises.mu.Lock()
	defer s.premises.mu.Unlock()
	s.skew = d
}

// head is the last revision of the shop's store.
func (s *Shop) head() store.Rev {
	s.t.Helper()
	_, head, err := s.premises.like.Store.Changes(s.ctx, 0, 0)
	check(s.t, "chattest", "ask the store for its last revision", err)
	return head
}
