package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// databases are faults of the database behind its address: another server that takes over, and a state of before.
var databases = []fault{
	{name: "pg/failover_sync", on: doubled(true), happen: func(s *trial) { s.failOver(0) }},
	{name: "pg/failover_async_lag", on: doubled(false), goes: true, happen: func(s *trial) { s.failOver(2 * time.Second) }},
	{name: "pg/rewind", on: plain, goes: true, lasts: brief, happen: rewind},
	{name: "pg/restore", on: plain, goes: true, happen: restore},
	{name: "pg/kill_backends", on: plain, lasts: brief, happen: func(s *trial) {
		for range 20 {
			s.sql(cutOff)
			wait(s.T, time.Second)
		}
	}},
}

const cutOff = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`

func (s *trial) sql(statements ...string) {
	s.Helper()
	require.NoError(s, s.cluster.SQL(statements...))
}

// doubled is PostgreSQL with a replica, to which a commit must have come if that is synchronous.
func doubled(synchronous bool) func(*testing.T) *terrain {
	return func(t *testing.T) *terrain {
		x := plain(t)
		x.replica = x.cluster.Replica(t, "synchronous_standby_names=")
		if synchronous {
			require.NoError(t, x.cluster.SQL("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"))
		}
		var err error
		x.witness, err = fleet.NewRelay("unix", socket(x.cluster))
		require.NoError(t, err)
		t.Cleanup(func() { _ = x.witness.Close() })
		x.url = postgresAt(x.witness.Address())
		return x
	}
}

// socket is where a server listens.
func socket(c *pgtest.Cluster) string {
	dir, _, _ := strings.Cut(strings.SplitN(c.URL(), "host=", 2)[1], "&")
	return filepath.Join(strings.ReplaceAll(dir, "%2F", "/"), ".s.PGSQL.5432")
}

// failOver kills the server, and lets its replica take over at the same address; one that has been behind for a while.
func (s *trial) failOver(behind time.Duration) {
	if behind > 0 {
		require.NoError(s, s.replica.SQL("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()"))
		wait(s.T, behind)
	}
	require.NoError(s, s.cluster.Kill())
	require.NoError(s, s.replica.Promote())
	for _, l := range append(s.links[:], []*fleet.Relay{s.witness}) {
		l[0].Turn(socket(s.replica))
	}
	s.heal()
	wait(s.T, 5*time.Second)
}

// rewind puts the tables back to what they were three seconds before, as one who restores a dump in place does.
func rewind(s *trial) {
	copies, puts := "BEGIN ISOLATION LEVEL REPEATABLE READ;", "BEGIN;"
	for _, t := range []string{"_counter", "", "_deleted"} { // who commits takes the counter first
		copies += "CREATE TABLE was" + t + " AS TABLE " + fleet.Table + t + ";"
		puts += "DELETE FROM " + fleet.Table + t + "; INSERT INTO " + fleet.Table + t + " SELECT * FROM was" + t + ";"
	}
	s.sql(copies + "COMMIT")
	wait(s.T, 3*time.Second)
	s.sql(puts + "COMMIT")
	s.heal()
	wait(s.T, 5*time.Second)
}

// restore puts the whole server back to what it was three seconds before.
func restore(s *trial) {
	back := s.cluster.Copy(s.T)
	s.talkOn()
	wait(s.T, 3*time.Second)
	back()
	s.heal()
	wait(s.T, 5*time.Second)
}
