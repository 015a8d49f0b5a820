package sqlitestore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/sqlitestore"
	"github.com/switchboard-go/switchboard/store/storetest/crash"
)

// The process that is to be killed is this test binary, with these set.
const (
	killedPath = "SQLITESTORE_KILLED_PATH"
	killedFrom = "SQLITESTORE_KILLED_FROM" // commands confirmed so far
)

func writers() []*crash.Client {
	return []*crash.Client{{Name: "a", Timeline: "1"}, {Name: "b", Timeline: "1"}, {Name: "c", Timeline: "2"}, {Name: "d", Timeline: "2"}}
}

// TestTheKilled goes on where the last one was killed, and tells every confirmation on a line.
func TestTheKilled(t *testing.T) {
	path := os.Getenv(killedPath)
	if path == "" {
		t.Skip("is run, and killed, by TestNothingIsLostByKill")
	}
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	require.NoError(t, err)
	clients := writers()
	_, err = fmt.Sscan(os.Getenv(killedFrom), &clients[0].Acked, &clients[1].Acked, &clients[2].Acked, &clients[3].Acked)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for i, c := range clients {
		wg.Go(func() {
			_ = c.Run(t.Context(), s, func(n int) { fmt.Println(i, n) }) // one write: nothing is buffered
		})
	}
	wg.Wait()
}

// TestNothingIsLostByKill kills a process that writes, over and over: SWITCHBOARD_FULL=1 does so
// 1,000 times.
func TestNothingIsLostByKill(t *testing.T) {
	t.Parallel()
	cycles := 4
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		cycles = 1000
	}
	path := filepath.Join(t.TempDir(), "killed.db")
	clients := writers()
	for i := range cycles {
		killOnce(t, path, clients, time.Duration(30+i*37%120)*time.Millisecond)
	}
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path, Integrity: "full"})
	require.NoError(t, err)
	defer s.Close()
	confirmed := 0
	for _, c := range clients {
		require.NoError(t, c.Step(t.Context(), s)) // the unknown one ends once
		confirmed += c.Acked
	}
	require.NoError(t, crash.Verify(t.Context(), s, clients))
	t.Logf("%d kills, %d confirmed commands, none lost, doubled or reordered", cycles, confirmed)
}

// killOnce runs a child until some time after its first confirmation.
func killOnce(t *testing.T, path string, clients []*crash.Client, after time.Duration) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheKilled$")
	from := fmt.Sprint(clients[0].Acked, clients[1].Acked, clients[2].Acked, clients[3].Acked)
	cmd.Env = append(os.Environ(), killedPath+"="+path, killedFrom+"="+from)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		var i, n int
		if _, err := fmt.Sscan(lines.Text(), &i, &n); err != nil {
			t.Fatalf("the child says %q", lines.Text())
		}
		clients[i].Acked = n
		if first {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	require.NoError(t, lines.Err())
	_ = cmd.Wait()
}

// TestTwoProcessesShareAFile writes to a file that another process writes to as well, and is
// killed.
func TestTwoProcessesShareAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shared.db")
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	require.NoError(t, err)
	defer s.Close()
	ours := []*crash.Client{{Name: "ours", Timeline: "1"}, {Name: "too", Timeline: "2"}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg sync.WaitGroup
	for _, c := range ours {
		wg.Go(func() {
			for ctx.Err() == nil {
				_ = c.Run(ctx, s, nil)
			}
		})
	}
	theirs := writers()
	killOnce(t, path, theirs, 300*time.Millisecond)
	cancel()
	wg.Wait()
	for _, process := range [][]*crash.Client{ours, theirs} {
		confirmed := 0
		for _, c := range process {
			confirmed += c.Acked
			require.NoError(t, c.Step(t.Context(), s))
		}
		require.Positive(t, confirmed, "before the other died")
	}
	require.NoError(t, crash.Verify(t.Context(), s, slices.Concat(ours, theirs)))
}
