package pgtest

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Receive has a program take the server's log as a standby of that name does, until the end of the
// test.
func (c *Cluster) Receive(tb testing.TB, name string) {
	tb.Helper()
	dir := filepath.Join(c.dir, name)
	if err := errors.Join(os.Mkdir(dir, 0o700), own(dir)); err != nil {
		tb.Fatal(err)
	}
	cmd := c.command("pg_receivewal", "-D", dir, "--synchronous", "-d", "host="+c.dir+" user=postgres application_name="+name)
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}
