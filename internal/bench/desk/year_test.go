package desk

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

var entries = flag.Int("entries", 0, "how many timeline entries the old shop has: by default 100,000 (10,000 under the race detector), or 10 million with SWITCHBOARD_FULL set")

func pastEntries() int {
	switch {
	case *entries > 0:
		return *entries
	case os.Getenv("SWITCHBOARD_FULL") != "":
		return 10_000_000
	}
	return usualEntries
}

// TestAShopThatRanForAYearIsAsFastAsANewOne measures both in the same rounds, and prints how many times as long as the new
// shop the old one takes.
func TestAShopThatRanForAYearIsAsFastAsANewOne(t *testing.T) {
	dir := t.TempDir()
	young, old := filepath.Join(dir, "young.db"), filepath.Join(dir, "old.db")
	grow := func() {
		began := time.Now()
		n := age(t, old, pastEntries())
		size, err := os.Stat(old)
		require.NoError(t, err)
		t.Logf("%d entries of %d past sessions loaded in %v: a file of %d MiB", pastEntries(), n, time.Since(began).Round(time.Second), size.Size()>>20)
	}
	compare(t, [2]opener{onFile(young), onFile(old)}, grow)
}

// opener opens the store of a shop, as a start of the program does.
type opener func(t *testing.T) closer

type closer interface {
	store.Store
	Close() error
}

func onFile(path string) opener {
	return func(t *testing.T) closer {
		s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
		require.NoError(t, err)
		return s
	}
}

// compare has a chat in both shops, lets the second one grow old, and measures both in the same rounds.
func compare(t *testing.T, shops [2]opener, grow func()) {
	for _, open := range shops {
		s := newShop(t, open)
		s.chat(t, 40)
		s.stop()
	}
	grow()
	took := map[string][2][]time.Duration{}
	for range 5 {
		for i, open := range shops {
			newShop(t, open).day(t, func(what string, d time.Duration) {
				both := took[what]
				both[i] = append(both[i], d)
				took[what] = both
			})
		}
	}
	for _, what := range steps {
		was, is := middleOf(took[what][0]), middleOf(took[what][1])
		require.Less(t, is, 10*max(was, 20*time.Millisecond), what) // loose: others use the machine too
		t.Logf("%-40s new %10v, old %10v: %.2f times", what, was, is, is.Seconds()/was.Seconds())
	}
}

// shop is a running desk on a file, with an agent who takes every chat offered.
type shop struct {
	*desk.Desk
	stop  func()
	ann   desk.Agent
	boss  desk.Supervisor
	ready time.Duration // how long it took to open the file and to know the state of the shop
}

func newShop(t *testing.T, open opener) *shop {
	began := time.Now()
	file := open(t)
	d, err := desk.New(desk.Config{Store: file, Seed: desk.Settings{
		Queues: []desk.Queue{{ID: "help"}},
		Agents: []desk.AgentSettings{{Login: "ann", Name: "Ann", Capacity: senders, Queues: []chat.Serves{{Queue: "help"}}}, {Login: "sue", Name: "Sue", Supervisor: true}},
	}})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	now := time.Now()
	for {
		next, err := d.Follower().Step(ctx, now)
		require.NoError(t, err)
		if next.After(now) {
			break
		}
	}
	s := &shop{Desk: d, ready: time.Since(began)}
	var running sync.WaitGroup
	running.Go(func() { require.NoError(t, d.Run(ctx)) })
	s.stop = func() {
		cancel()
		running.Wait()
		require.NoError(t, file.Close())
	}
	s.ann = d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
	s.boss = d.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true})
	_, err = s.ann.SetStatus(ctx, chat.Available, "")
	require.NoError(t, err)
	return s
}

// chat has a visitor start a session, an agent accept it, both write so many messages, and the agent close it.
func (s *shop) chat(t *testing.T, messages int) (desk.Visitor, chat.SessionID) {
	ctx := t.Context()
	v := s.Visitor(s.Host().NewVisitor())
	view, err := v.Start(ctx, desk.StartRequest{Text: "Where is my parcel?"})
	require.NoError(t, err)
	for accepted := false; !accepted; {
		in, err := s.ann.Inbox(ctx)
		require.NoError(t, err)
		for _, o := range in.Offers {
			_, err := s.ann.Accept(ctx, o.Offer.ID)
			require.NoError(t, err)
			accepted = true
		}
	}
	for range messages / 2 {
		_, err := v.Send(ctx, view.ID, desk.MessageRequest{Text: "It should have come on Monday."})
		require.NoError(t, err)
		_, err = s.ann.Send(ctx, view.ID, desk.MessageRequest{Text: "Let me look that up for you."})
		require.NoError(t, err)
	}
	require.NoError(t, s.ann.Close(ctx, view.ID))
	_ = s.ann.EndWrap(ctx, view.ID) // where there is a wrap-up
	return v, view.ID
}

var steps = []string{"start: open, load, follow", "first board", "board", "start, accept, close", "a chat of 100 messages", "640 messages of 64 senders", "timeline, 50 entries"}

// day does each step and tells how long it took, and ends.
func (s *shop) day(t *testing.T, tell func(string, time.Duration)) {
	defer s.stop()
	ctx := t.Context()
	tell(steps[0], s.ready)
	timed := func(step, times int, do func()) {
		var each []time.Duration
		for range times {
			began := time.Now()
			do()
			each = append(each, time.Since(began))
		}
		tell(steps[step], middleOf(each)) // others use the machine too: a single stall is theirs
	}
	board := func() {
		_, err := s.boss.Board(ctx)
		require.NoError(t, err)
	}
	timed(1, 1, board)
	timed(2, 50, board)
	timed(3, 20, func() { s.chat(t, 0) })
	var v desk.Visitor
	var id chat.SessionID
	timed(4, 1, func() { v, id = s.chat(t, 100) })
	timed(6, 50, func() {
		_, _, err := v.Timeline(ctx, id, 0, 50)
		require.NoError(t, err)
	})
	visitors, sessions := make([]desk.Visitor, senders), make([]chat.SessionID, senders)
	for i := range visitors {
		visitors[i] = s.Visitor(s.Host().NewVisitor())
		view, err := visitors[i].Start(ctx, desk.StartRequest{Text: "hello"})
		require.NoError(t, err)
		sessions[i] = view.ID
	}
	timed(5, 1, func() {
		spread(10*senders, func(i, _ int) {
			_, err := visitors[i].Send(ctx, sessions[i], desk.MessageRequest{Text: "Where is my parcel?"})
			require.NoError(t, err)
		})
	})
	for i := range visitors {
		require.NoError(t, visitors[i].End(ctx, sessions[i]))
	}
}

func middleOf(all []time.Duration) time.Duration {
	var vs []speed
	for _, d := range all {
		vs = append(vs, speed{wall: float64(d)})
	}
	return time.Duration(middle(vs, byWall)).Round(time.Microsecond)
}
