package desk

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

var (
	messages = flag.Int("messages", 640, "how many messages each measurement sends")
	rounds   = flag.Int("rounds", 1, "how often everything is measured")
)

const senders = 64

// recorder keeps the batches that went through it while it is on.
type recorder struct {
	store.Store
	mu      sync.Mutex
	on      bool
	batches []store.Batch
}

func (r *recorder) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := r.Store.Commit(ctx, b)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.on && err == nil {
		r.batches = append(r.batches, b)
	}
	return rev, err
}

func (r *recorder) Unwrap() store.Store { return r.Store }

// through sends messages through a running desk on a store, from 64 visitors of as many sessions at a time, and answers how
// many a second were accepted, and the batches they were.
func through(t *testing.T, s store.Store) (how speed, batches []store.Batch) {
	rec := &recorder{Store: s}
	ctx, cancel := context.WithCancel(t.Context())
	d, err := desk.New(desk.Config{Store: rec, Seed: desk.Settings{
		Queues: []desk.Queue{{ID: "help", AutoAccept: true}},
		Agents: []desk.AgentSettings{{Login: "ann", Name: "Ann", Capacity: senders, Queues: []chat.Serves{{Queue: "help"}}}},
	}})
	require.NoError(t, err)
	var running sync.WaitGroup
	running.Go(func() { require.NoError(t, d.Run(ctx)) })
	_, err = d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true}).SetStatus(ctx, chat.Available, "")
	require.NoError(t, err)
	visitors := make([]desk.Visitor, senders)
	sessions := make([]chat.SessionID, senders)
	for i := range visitors {
		visitors[i] = d.Visitor(d.Host().NewVisitor())
		v, err := visitors[i].Start(ctx, desk.StartRequest{Text: "hello"})
		require.NoError(t, err)
		sessions[i] = v.ID
	}
	rec.mu.Lock()
	rec.on = true
	rec.mu.Unlock()
	how = measure(*messages, func() {
		spread(*messages, func(i, n int) {
			_, err := visitors[i].Send(ctx, sessions[i], desk.MessageRequest{Command: chat.CommandID(fmt.Sprint("m", n)), Text: "Where is my parcel? It should have come on Monday."})
			require.NoError(t, err)
		})
	})
	cancel()
	running.Wait()
	return how, rec.batches
}

// speed is how many messages a second were done: by the clock on the wall, and by the processor time of this process, which
// others on the machine do not change.
type speed struct{ wall, cpu float64 }

// measure times n messages.
func measure(n int, do func()) speed {
	began, used := time.Now(), cpu()
	do()
	return speed{float64(n) / time.Since(began).Seconds(), float64(n) / (cpu() - used).Seconds()}
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// spread calls do so often in all, from 64 goroutines.
func spread(calls int, do func(sender, n int)) {
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() {
			for n := range calls / senders {
				do(i, n)
			}
		})
	}
	all.Wait()
}

// TestMessagesPerSecond measures in rounds, everything in each of them, because others use the machine too: what one round
// saw is compared with what the same round saw.
func TestMessagesPerSecond(t *testing.T) {
	var speeds [5][]speed
	var grouped, alone []speed
	for range *rounds {
		at := round(t)
		for i, how := range at {
			speeds[i] = append(speeds[i], how)
		}
		grouped, alone = append(grouped, at[1].over(at[2])), append(alone, at[1].over(at[3]))
	}
	t.Logf("medians of %d rounds of %d messages, %d senders", *rounds, *messages, senders)
	for i, name := range []string{
		"desk on memstore", "desk on SQLite FULL", "its statements directly, 64 a transaction", "its statements directly, 1 a transaction",
		"one INSERT of the entry, 1 a transaction",
	} {
		t.Logf("%-42s %8.0f /s, %8.0f / CPU s", name, median(speeds[i]).wall, median(speeds[i]).cpu)
	}
	t.Logf("desk on SQLite / 64 a transaction: by the wall %s, by CPU %s", spreadOf(grouped, byWall), spreadOf(grouped, byCPU))
	t.Logf("desk on SQLite / 1 a transaction:  by the wall %s, by CPU %s", spreadOf(alone, byWall), spreadOf(alone, byCPU))
}

// round measures the desk on both stores, and then what its batches on SQLite cost without it.
func round(t *testing.T) [5]speed {
	inMemory, _ := through(t, memstore.New(memstore.Config{}))
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(t.TempDir(), "desk.db")})
	require.NoError(t, err)
	onSQLite, batches := through(t, s)
	require.NoError(t, s.Close())
	return [5]speed{inMemory, onSQLite, direct(t, batches, 64), direct(t, batches, 1), inserts(t, batches)}
}

func (s speed) over(x speed) speed { return speed{s.wall / x.wall, s.cpu / x.cpu} }

func byWall(s speed) float64 { return s.wall }
func byCPU(s speed) float64  { return s.cpu }

func median(all []speed) speed { return speed{middle(all, byWall), middle(all, byCPU)} }

func middle(all []speed, of func(speed) float64) float64 { return sorted(all, of)[len(all)/2] }

func sorted(all []speed, of func(speed) float64) (vs []float64) {
	for _, s := range all {
		vs = append(vs, of(s))
	}
	slices.Sort(vs)
	return vs
}

// spreadOf writes the median, the least and the most.
func spreadOf(all []speed, of func(speed) float64) string {
	vs := sorted(all, of)
	return fmt.Sprintf("%.2f (%.2f to %.2f)", vs[len(vs)/2], vs[0], vs[len(vs)-1])
}
