package desk

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
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

var messages = flag.Int("messages", 640, "how many messages each measurement sends")

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

func (s speed) String() string { return fmt.Sprintf("%8.0f /s, %8.0f / CPU s", s.wall, s.cpu) }

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

func TestMessagesPerSecond(t *testing.T) {
	inMemory, _ := through(t, memstore.New(memstore.Config{}))
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(t.TempDir(), "desk.db")})
	require.NoError(t, err)
	onSQLite, batches := through(t, s)
	require.NoError(t, s.Close())
	grouped := direct(t, batches, 64)
	alone := direct(t, batches, 1)
	single := inserts(t, batches)
	t.Logf("%d messages, %d senders, %.1f keys a message", *messages, senders, keys(batches))
	t.Logf("desk on memstore                          %v", inMemory)
	t.Logf("desk on SQLite FULL                       %v", onSQLite)
	t.Logf("its statements directly, 64 a transaction %v", grouped)
	t.Logf("its statements directly, 1 a transaction  %v", alone)
	t.Logf("one INSERT of the entry, 1 a transaction  %v", single)
	t.Logf("desk on SQLite / grouped      %.2f by the wall, %.2f by CPU", onSQLite.wall/grouped.wall, onSQLite.cpu/grouped.cpu)
	t.Logf("desk on SQLite / 1 a transaction %.2f by the wall", onSQLite.wall/alone.wall)
}

func keys(bs []store.Batch) float64 {
	n := 0
	for _, b := range bs {
		n += len(b.Put) + len(b.Delete)
	}
	return float64(n) / float64(len(bs))
}
