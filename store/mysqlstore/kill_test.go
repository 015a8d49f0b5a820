package mysqlstore_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
	"github.com/switchboard-go/switchboard/store/storetest/crash"
)

// TestNothingIsLostByKillingTheServer kills the server under eight writers on two nodes, over and
// over: SWITCHBOARD_FULL=1 does so 100 times.
func TestNothingIsLostByKillingTheServer(t *testing.T) {
	t.Parallel()
	cycles := 2
	if full {
		cycles = 100
	}
	s := mysqltest.New(t)
	open := func() *mysqlstore.Store {
		return openStore(t, mysqlstore.Config{DB: pool(t, s.DSN()), Timeout: 20 * time.Second})
	}
	nodes := []*mysqlstore.Store{open(), open()}
	var clients []*crash.Client
	for i := range 8 {
		clients = append(clients, &crash.Client{Name: string(rune('a' + i)), Timeline: string(rune('1' + i%3))})
	}
	for i := range cycles {
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for n, client := range clients {
			wg.Go(func() { _ = client.Run(ctx, nodes[n%2], nil) })
		}
		time.Sleep(time.Duration(200+i*97%300) * time.Millisecond)
		require.NoError(t, s.Kill())
		wg.Wait() // every client has met an error
		cancel()
		require.NoError(t, s.Restart())
	}
	confirmed, unknown := 0, 0
	for _, client := range clients {
		require.NoError(t, client.Step(t.Context(), nodes[0])) // the unknown one ends once; dead connections are passed over
		confirmed += client.Acked
		unknown += client.Unknown
	}
	require.NoError(t, crash.Verify(t.Context(), open(), clients))
	t.Logf("%d kills, %d confirmed commands, %d unknown outcomes, none lost, doubled or reordered", cycles, confirmed, unknown)
}
