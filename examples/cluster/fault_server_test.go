package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
	"github.com/switchboard-go/switchboard/store"
)

// servers are what is in the way or comes to an end at the server: a pooler, connections, the disk; and records of a newer
// release.
var servers = []fault{
	{name: "pg/bouncer", on: pooled, lasts: brief, happen: nothing},
	{name: "pg/bouncer_halfopen_all", on: pooled, happen: weather(fleet.Dead, all, 8*time.Second)},
	{name: "pg/conn_limit", on: plain, happen: exhaust},
	{name: "pg/disk_full", on: cramped, happen: fillUp},
	{name: "pg/newer_record", on: plain, happen: newer},
	{name: "etcd/newer_record", on: ensemble, happen: newer},
}

// pooled is plain, with PgBouncer pooling by transaction in every node's way.
func pooled(t *testing.T) *terrain {
	x := plain(t)
	values, err := url.ParseQuery(x.cluster.Pooler(t, "transaction"))
	require.NoError(t, err)
	for _, l := range x.links {
		l[0].Turn(filepath.Join(values.Get("host"), ".s.PGSQL."+values.Get("port")))
	}
	return x
}

// exhaust takes every connection that the server has left, ends those of the nodes, and takes those too, for 8 seconds.
func exhaust(s *trial) {
	admin, err := pgx.Connect(s.Context(), s.cluster.URL("application_name=foreign"))
	require.NoError(s, err)
	taken := []*pgx.Conn{admin}
	defer func() {
		for _, c := range taken {
			_ = c.Close(context.WithoutCancel(s.Context()))
		}
	}()
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end); {
		c, err := pgx.Connect(s.Context(), s.cluster.URL("application_name=foreign"))
		if err == nil {
			taken = append(taken, c)
			continue
		}
		_, _ = admin.Exec(s.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE backend_type = 'client backend' AND application_name <> 'foreign'`)
		wait(s.T, 20*time.Millisecond)
	}
	s.Logf("%d connections were somebody else's", len(taken))
}

// cramped is plain with the tables on a small disk of their own.
func cramped(t *testing.T) *terrain {
	x := plain(t)
	x.disk = filepath.Join(x.dir, "small")
	small(t, x.disk)
	require.NoError(t, x.cluster.SQL(fmt.Sprintf("CREATE TABLESPACE small LOCATION '%s'", x.disk), "ALTER DATABASE postgres SET default_tablespace = 'small'"))
	return x
}

// fillUp leaves no room on that disk for 15 seconds.
func fillUp(s *trial) {
	ballast := filepath.Join(s.disk, "ballast")
	f, err := os.Create(ballast)
	require.NoError(s, err)
	defer f.Close()
	block, written := make([]byte, 8<<10), 0
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); wait(s.T, 20*time.Millisecond) {
		for n := len(block); n == len(block); written += n {
			n, _ = f.Write(block)
		}
	}
	s.Logf("%d KiB were somebody else's", written>>10)
	require.NoError(s, os.Remove(ballast))
}

// newer has a later release write the record of an agent, for 8 seconds.
func newer(s *trial) {
	rs, err := s.db.List(s.Context(), store.Range{Prefix: "agent/", Limit: 1})
	require.NoError(s, err)
	require.NotEmpty(s, rs)
	was := s.mark(rs[0].Key, 99)
	wait(s.T, 8*time.Second)
	s.mark(rs[0].Key, was)
}

// mark writes a record's version, and nothing else of it.
func (s *trial) mark(key string, v any) (was any) {
	s.Helper()
	_, err := store.Do(s.Context(), s.db, func(tx *store.Tx) error {
		rs, err := tx.Get(key)
		if err != nil {
			return err
		}
		var value map[string]json.RawMessage
		if err := json.Unmarshal(rs[0].Value, &value); err != nil {
			return err
		}
		was = value["v"]
		if value["v"], err = json.Marshal(v); err != nil {
			return err
		}
		text, err := json.Marshal(value)
		if err == nil {
			tx.Put(key, text)
		}
		return err
	})
	require.NoError(s, err)
	return was
}
