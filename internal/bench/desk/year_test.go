package desk

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

var entries = flag.Int("entries", 0, "how many timeline entries the old shop has: by default 30,000 (10,000 under the race detector), or 10 million with SWITCHBOARD_FULL set")

func pastEntries() int {
	switch {
	case *entries > 0:
		return *entries
	case os.Getenv("SWITCHBOARD_FULL") != "":
		return 10_000_000
	}
	return usualEntries
}

// year is its days: a shop of a day has so much less of a past than one of a year.
const year = 365

// TestAShopOfAYearIsAsFastAsOneOfADay measures both in the same rounds, and prints how many times as long as the young
// shop the old one takes.
func TestAShopOfAYearIsAsFastAsOneOfADay(t *testing.T) {
	long(t)
	dir := t.TempDir()
	young, old := filepath.Join(dir, "young.db"), filepath.Join(dir, "old.db")
	grow := func() {
		age(t, young, pastEntries()/year)
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

// compare has a chat in both shops, lets them grow a day and a year old, and measures both in the same rounds.
func compare(t *testing.T, shops [2]opener, grow func()) {
	for _, open := range shops {
		s := newShop(t, open)
		s.chat(t, 40)
		s.stop()
	}
	grow()
	var took, read [2]map[string][]float64
	for i := range shops {
		took[i], read[i] = map[string][]float64{}, map[string][]float64{}
	}
	for range days {
		for i, open := range shops {
			newShop(t, open).day(t, func(what string, d time.Duration, records int64) {
				took[i][what], read[i][what] = append(took[i][what], float64(d)), append(read[i][what], float64(records))
			})
		}
	}
	for _, what := range steps {
		was, is := time.Duration(middleOf(took[0][what])).Round(time.Microsecond), time.Duration(middleOf(took[1][what])).Round(time.Microsecond)
		few, many := middleOf(read[0][what]), middleOf(read[1][what])
		t.Logf("%-28s day %10v, year %10v: %.2f times; records read: %.0f, %.0f", what, was, is, is.Seconds()/was.Seconds(), few, many)
		// The desk's own work goes on meanwhile, and an inbox is asked until there is an offer: a few more or fewer mean nothing.
		require.LessOrEqual(t, many, 2*few+100, "records read: %s", what)
	}
}

// shop is a running desk on a file, with an agent who takes every chat offered.
type shop struct {
	*desk.Desk
	read  *atomic.Int64 // records
	stop  func()
	ann   desk.Agent
	boss  desk.Supervisor
	ready time.Duration // how long it took to open the file and to know the state of the shop
}

func newShop(t *testing.T, open opener) *shop {
	began := time.Now()
	file := open(t)
	var read atomic.Int64
	d, err := desk.New(desk.Config{Store: counted{file, &read}, Seed: settings.Team{
		Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}},
		Agents: []settings.Agent{{Login: "ann", Name: "Ann", Hosted: true, Capacity: senders, Queues: []chat.Serves{{Queue: "help"}}}, {Login: "sue", Name: "Sue", Supervisor: true}},
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
	s := &shop{Desk: d, read: &read, ready: time.Since(began)}
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

// day does each step and tells how long one took and how many records were read for all, and ends.
func (s *shop) day(t *testing.T, tell func(what string, one time.Duration, records int64)) {
	defer s.stop()
	ctx := t.Context()
	tell(steps[0], s.ready, s.read.Load())
	timed := func(step, times int, do func()) {
		var each []float64
		before := s.read.Load()
		for range times {
			began := time.Now()
			do()
			each = append(each, float64(time.Since(began)))
		}
		tell(steps[step], time.Duration(middleOf(each)), s.read.Load()-before) // others use the machine too: a single stall is theirs
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

func middleOf(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}
