package pgtest

import (
	"errors"
	"fmt"
	"os"
	"testing"
)

// Replica starts a second server that follows this one, asynchronously unless the first one's
// settings say otherwise, and stops it at the test's end. Promote makes it the one to write to.
func (c *Cluster) Replica(tb testing.TB, settings ...string) *Cluster {
	tb.Helper()
	r, err := c.follow(settings)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := r.Close(); err != nil {
			tb.Error(err)
		}
	})
	return r
}

func (c *Cluster) follow(settings []string) (*Cluster, error) {
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	r := &Cluster{dir: dir, bin: c.bin, settings: settings}
	err = own(dir)
	if err == nil {
		out, failed := r.command("pg_basebackup", "-D", r.data(), "-h", c.dir, "-U", "postgres", "-R", "-c", "fast", "--no-sync").CombinedOutput()
		if failed != nil {
			err = fmt.Errorf("pgtest: pg_basebackup: %w\n%s", failed, out)
		}
	}
	if err == nil {
		err = r.Restart()
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Promote ends a replica's following.
func (c *Cluster) Promote() error { return c.SQL("SELECT pg_promote()") }

// SQL runs statements as the superuser, each in a transaction of its own.
func (c *Cluster) SQL(statements ...string) error {
	for _, s := range statements {
		if out, err := c.command("psql", "-h", c.dir, "-U", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", s).CombinedOutput(); err != nil {
			return fmt.Errorf("pgtest: %s: %w\n%s", s, err, out)
		}
	}
	return nil
}
