package desk_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestIdleDesksCommitNothingAndStaySmall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := inUse()
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		stores := make([]store.Store, idleDesks)
		heads := make([]store.Rev, idleDesks)
		for i := range stores {
			stores[i] = memstore.New(memstore.Config{})
			d, err := desk.New(desk.Config{Store: stores[i], Seed: settings.Team{
				Queues: []settings.Queue{{ID: "sales"}, {ID: "support"}},
				Agents: []settings.Agent{{Login: "ann", Name: "Ann", Capacity: 3, Queues: []chat.Serves{{Queue: "sales"}}}},
			}})
			require.NoError(t, err)
			running.Go(func() { require.NoError(t, d.Run(ctx)) })
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		for i, s := range stores {
			_, heads[i], _ = s.Changes(t.Context(), 0, 0)
		}
		used := inUse() - before
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		for i, s := range stores {
			_, head, err := s.Changes(t.Context(), 0, 0)
			require.NoError(t, err)
			require.Equal(t, heads[i], head)
		}
		t.Logf("%d KiB a desk", used/idleDesks/1024)
		require.Less(t, used, idleDesks*idleMost)
		cancel()
		running.Wait()
	})
}

// inUse is the memory of the live heap and of the stacks.
func inUse() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}
