package desk

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

var (
	messages = flag.Int("messages", usualMessages, "how many messages each measurement sends")
	rounds   = flag.Int("rounds", 1, "how often everything is measured")
)

const senders = 64

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
	var inMemory, onSQLite speed
	var batches []store.Batch
	t.Run("memory", func(t *testing.T) { // a subtest ends what it started
		inMemory = talk(t, []team{newTeam(t, memstore.New(memstore.Config{}), 1)})
	})
	t.Run("SQLite", func(t *testing.T) {
		s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(t.TempDir(), "desk.db")})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, s.Close()) })
		d := newTeam(t, s, 1)
		onSQLite, batches = talk(t, []team{d}), d.rec.recorded()
	})
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
