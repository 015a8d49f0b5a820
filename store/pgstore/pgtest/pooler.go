package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Pooler starts PgBouncer before the cluster, in one of its modes ("transaction", "session"), and
// stops it at the end of the test. It returns what Cluster.URL needs to lead through it. Where
// there is none, it skips the test and says so in one line; with SWITCHBOARD_REQUIRE containing
// "pgbouncer" that is a failure.
func (c *Cluster) Pooler(tb testing.TB, mode string) (parameter string) {
	tb.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil && strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "pgbouncer") {
		tb.Fatal(err)
	}
	if err != nil {
		tb.Skip("not run: pgtest: no pgbouncer")
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	config := filepath.Join(dir, "pgbouncer.ini")
	text := fmt.Sprintf(`[databases]
postgres = host=%s port=5432 user=postgres
[pgbouncer]
listen_port = 6432
unix_socket_dir = %s
pidfile = %s/pid
auth_type = any
pool_mode = %s
default_pool_size = 20
max_client_conn = 200
`, c.dir, dir, dir, mode)
	if err := errors.Join(os.WriteFile(config, []byte(text), 0o644), own(dir)); err != nil {
		tb.Fatal(err)
	}
	log := &strings.Builder{}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, config)
	cmd.SysProcAttr, cmd.Dir, cmd.Stderr = identity(), dir, log
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	tb.Cleanup(func() {
		cancel()
		<-ended
	})
	for c.command("pg_isready", "-q", "-h", dir, "-p", "6432").Run() != nil {
		select {
		case <-ended:
			tb.Fatal("pgtest: pgbouncer ended: " + log.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return "host=" + dir + "&port=6432"
}
