package chattest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// Begins is what the clock of a shop that stands shows at first: a Monday morning.
var Begins = time.Date(2026, time.November, 2, 10, 0, 0, 0, time.UTC)

// Still makes a desk that stands: its clock moves when Pass or Advance moves it, and nothing
// happens but in Settle and Advance, one thing after the other. The same script does the same, byte
// for byte: ids are counted, one decision is made at a time, and the Key is of zeros, unless the
// configuration says otherwise. With a Now of its own the clock is that one, and nobody here can
// move it.
//
// Agents of the seed are Hosted, because none of them has a stream. The people of a script are the
// same as in a shop that runs. Whoever waits for something has the shop settle and looks once.
func Still(t testing.TB, cfg desk.Config) *Shop {
	t.Helper()
	p := &premises{still: true, at: Begins}
	if cfg.IDs == nil {
		cfg.IDs = p
	}
	if cfg.Key == nil {
		cfg.Key = make([]byte, 32)
	}
	cfg.InFlight = cmp.Or(cfg.InFlight, 1)
	cfg.Node = cmp.Or(cfg.Node, "node-1")
	cfg.Seed.Agents = slices.Clone(cfg.Seed.Agents)
	for i := range cfg.Seed.Agents {
		cfg.Seed.Agents[i].Hosted = true
	}
	return p.open(t, cfg, func(*desk.Desk) {})
}

// Mint implements hook.IDs: it counts.
func (p *premises) Mint(prefix string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.minted++
	return fmt.Sprintf("%s%026d", prefix, p.minted)
}

// Pass lets time go by. In a shop that stands nothing is done of what is due meanwhile until it
// settles; a negative d sets the clock back. In one that runs, in a bubble of testing/synctest, it
// is Advance.
func (s *Shop) Pass(d time.Duration) {
	s.t.Helper()
	if !s.premises.still {
		s.Advance(d)
		return
	}
	if s.clock != nil {
		s.t.Fatalf("chattest: Pass: the clock is that of the configuration")
	}
	s.premises.mu.Lock()
	defer s.premises.mu.Unlock()
	s.premises.at = s.premises.at.Add(d)
}

// Settle returns when nobody has anything left to do now: the nodes have heard of what was written,
// have routed, and have done what was due in conversations. Outbox and jobs are left to Advance, or
// to their own Steps. Only some nodes take part if they are named: the others are paused. In a shop
// that runs all do, and the test must run in a bubble of testing/synctest.
func (s *Shop) Settle(only ...*Shop) {
	s.t.Helper()
	if !s.premises.still {
		s.idle("Settle")
		return
	}
	s.settle(only, (*Shop).converse)
}

// Advance lets an hour pass, or however long d is, and all be done that is due by then and comes of
// it, each at its instant. It returns when nobody has anything left to do at once. Only some nodes
// take part if they are named, in a shop that stands. For one that runs the test must run in a
// bubble of testing/synctest, where that takes no time.
func (s *Shop) Advance(d time.Duration, only ...*Shop) {
	s.t.Helper()
	if !s.premises.still {
		s.idle("Advance")
		time.Sleep(d)
		synctest.Wait()
		return
	}
	for {
		next := s.settle(only, (*Shop).work)
		if d <= 0 {
			return
		}
		step := d
		if next > 0 {
			step = min(d, next)
		}
		s.Pass(step)
		d -= step
	}
}

// idle waits until the bubble has nothing left to do, and tells who is in none.
func (s *Shop) idle(verb string) {
	s.t.Helper()
	defer func() {
		if r := recover(); r != nil {
			s.t.Fatalf("chattest: %s: %v; run the test in synctest.Test", verb, r)
		}
	}()
	synctest.Wait()
}

// mostRounds is after how many rounds of steps a shop counts as one that never settles.
const mostRounds = 10_000

// settle has nodes take turns until nothing moves any more. It returns how long it is until
// something is due; zero: nothing is.
func (s *Shop) settle(only []*Shop, turn func(*Shop) time.Duration) time.Duration {
	s.t.Helper()
	nodes := only
	if len(nodes) == 0 {
		s.premises.mu.Lock()
		nodes = slices.Clone(s.premises.nodes)
		s.premises.mu.Unlock()
	}
	for range mostRounds {
		before, busy, next := s.head(), false, time.Duration(0)
		for _, n := range nodes {
			due := turn(n)
			busy = busy || due < 0
			next = sooner(next, due)
		}
		if !busy && before == s.head() {
			return next
		}
	}
	s.t.Fatalf("chattest: the shop does not settle within %d rounds", mostRounds)
	return 0
}

// sooner is the shorter of two waits, of which zero is none.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// step is a part of a desk, as Run drives it.
type step func(context.Context, time.Time) (time.Time, error)

// converse has a node do what conversations need. It returns how long it is until something is due:
// negative at once, zero when something changes.
func (s *Shop) converse() time.Duration {
	s.t.Helper()
	for now := s.Now(); ; {
		more, err := s.Follower().Step(s.ctx, now)
		check(s.t, "chattest", "follow", err)
		if more.After(now) {
			break
		}
	}
	return s.turn(s.Presence().Step, s.Dispatcher().Step)
}

// work is converse, with everything else that a node does.
func (s *Shop) work() time.Duration {
	s.t.Helper()
	return sooner(s.converse(), s.turn(s.Outbox().Step, s.Jobs().Step))
}

// turn takes steps one after the other, and returns the shortest wait until one is due again.
func (s *Shop) turn(steps ...step) (wait time.Duration) {
	s.t.Helper()
	now := s.Now()
	for _, do := range steps {
		next, err := do(s.ctx, now)
		check(s.t, "chattest", "step", err)
		switch {
		case next.IsZero():
		case next.After(now):
			wait = sooner(wait, next.Sub(now))
		default:
			return -1
		}
	}
	return wait
}
