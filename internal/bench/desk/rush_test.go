package desk

import (
	"context"
	"flag"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

var (
	rushed = flag.Int("rush", 40, "how many sessions wait when the agents of a rush come")
	crew   = flag.Int("crew", 8, "how many agents come, each for an equal share of them")
)

// TestRush lets sessions wait, and then all agents come at once: with nobody listening, and with a
// stream open for each of them. What was committed with nobody listening is then committed again
// to a store without a desk. A ratio compares what one round saw.
func TestRush(t *testing.T) {
	for _, on := range []struct {
		name string
		open func(*testing.T) store.Store
	}{
		{"memstore", func(*testing.T) store.Store { return memstore.New(memstore.Config{}) }},
		{"sqlitestore", func(t *testing.T) store.Store {
			s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(t.TempDir(), "desk.db")})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			return s
		}},
	} {
		var alone, listened, bare, slower, kept []speed
		for range *rounds {
			t.Run(on.name, func(t *testing.T) {
				var batches []store.Batch
				var a, l, b speed
				t.Run("alone", func(t *testing.T) { a, batches = rush(t, on.open(t), false) })
				t.Run("listened", func(t *testing.T) { l, _ = rush(t, on.open(t), true) })
				t.Run("bare", func(t *testing.T) { b = again(t, on.open(t), batches) })
				alone, listened, bare = append(alone, a), append(listened, l), append(bare, b)
				slower, kept = append(slower, a.over(l)), append(kept, a.over(b))
			})
		}
		if len(alone) == 0 {
			continue // another store was asked for
		}
		t.Logf("%s: %d waiting, %d agents: %.0f assignments/s with nobody listening, %.0f with all of them, %.0f by the same batches alone",
			on.name, *rushed, *crew, median(alone).wall, median(listened).wall, median(bare).wall)
		t.Logf("%s: all listening takes %s times as long as nobody, %s times the processor time", on.name, spreadOf(slower, byWall), spreadOf(slower, byCPU))
		t.Logf("%s: assignments with nobody listening / their batches alone: %s by the wall, %s by CPU", on.name, spreadOf(kept, byWall), spreadOf(kept, byCPU))
	}
}

// rush measures from the coming of the agents until everybody has one, and returns what was
// committed meanwhile.
func rush(t *testing.T, s store.Store, listening bool) (speed, []store.Batch) {
	ctx, cancel := context.WithCancel(t.Context())
	rec := &recorder{Store: s, answered: map[store.Rev]time.Time{}}
	seed := settings.Team{Queues: []settings.Queue{{ID: "help", AutoAccept: true, NoAgent: settings.NoAgentWait}}}
	for i := range *crew {
		seed.Agents = append(seed.Agents, settings.Agent{
			Login: login(i), Name: login(i), Hosted: true, Capacity: (*rushed + *crew - 1) / *crew,
			Queues: []chat.Serves{{Queue: "help"}},
		})
	}
	d, err := desk.New(desk.Config{Store: rec, Seed: seed})
	require.NoError(t, err)
	var running sync.WaitGroup
	running.Go(func() { require.NoError(t, d.Run(ctx)) })
	defer running.Wait()
	defer cancel()
	spread(*rushed+senders, func(i, n int) {
		if n*senders+i < *rushed {
			_, err := d.Visitor(d.Host().NewVisitor()).Start(ctx, desk.StartRequest{Text: "hello"})
			require.NoError(t, err)
		}
	})
	agent := func(i int) desk.Agent {
		return d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: login(i), Verified: true})
	}
	var told atomic.Int64 // assignments that streams told
	if listening {
		var open sync.WaitGroup
		open.Add(*crew)
		for i := range *crew {
			running.Go(func() { listen(ctx, agent(i), open.Done, &told) })
		}
		open.Wait()
	}
	rec.start()
	at := measure(*rushed, func() {
		var all sync.WaitGroup
		for i := range *crew {
			all.Go(func() {
				_, err := agent(i).SetStatus(ctx, chat.Available, "")
				require.NoError(t, err)
			})
		}
		all.Wait()
		require.Eventually(t, func() bool { return rec.assignments() == *rushed }, time.Minute, time.Millisecond)
	})
	if listening {
		require.Eventually(t, func() bool { return told.Load() == int64(*rushed) }, time.Minute, time.Millisecond,
			"each agent is told of each session, once")
	}
	return at, rec.recorded()
}

// listen follows an agent's stream, and counts the sessions that it says were given to them.
func listen(ctx context.Context, a desk.Agent, open func(), told *atomic.Int64) {
	for e, err := range a.Events(ctx, "") {
		if err != nil {
			return
		}
		if e.Hello != nil {
			open()
		}
		if e.Entry != nil && e.Entry.Kind == chat.KindAssigned {
			told.Add(1)
		}
	}
}

// again commits what a desk committed, from as many goroutines as a desk has decisions under way.
// Conditions are left out: revisions are others here.
func again(t *testing.T, s store.Store, batches []store.Batch) speed {
	const atOnce = 32
	var next atomic.Int64
	return measure(*rushed, func() {
		var all sync.WaitGroup
		for range atOnce {
			all.Go(func() {
				for i := next.Add(1) - 1; i < int64(len(batches)); i = next.Add(1) - 1 {
					_, err := s.Commit(t.Context(), store.Batch{Put: batches[i].Put, Delete: batches[i].Delete})
					require.NoError(t, err)
				}
			})
		}
		all.Wait()
	})
}
