package pgstore_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
	"github.com/switchboard-go/switchboard/store/storetest/crash"
)

// TestNothingIsLostByKillingTheServer kills the postmaster under eight writers on two nodes, over
// and over, with synchronous_commit=off as the server's default: SWITCHBOARD_FULL=1 does so 100
// times.
func TestNothingIsLostByKillingTheServer(t *testing.T) {
	t.Parallel()
	cycles := 2
	if full {
		cycles = 100
	}
	c := pgtest.New(t, "synchronous_commit=off", "wal_writer_delay=10s")
	nodes := []*pgstore.Store{openStore(t, pgstore.Config{URL: c.URL()}), openStore(t, pgstore.Config{URL: c.URL()})}
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
		require.NoError(t, c.Kill())
		wg.Wait() // every client has met an error
		cancel()
		require.NoError(t, c.Restart())
	}
	confirmed, unknown := 0, 0
	for _, client := range clients {
		require.Eventually(t, func() bool { // the pool still holds dead connections
			return client.Step(t.Context(), nodes[0]) == nil // the unknown one ends once
		}, 10*time.Second, time.Millisecond)
		confirmed += client.Acked
		unknown += client.Unknown
	}
	require.NoError(t, crash.Verify(t.Context(), openStore(t, pgstore.Config{URL: c.URL()}), clients))
	t.Logf("%d kills, %d confirmed commands, %d unknown outcomes, none lost, doubled or reordered", cycles, confirmed, unknown)
}
