package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// terrain is a store with the library's own times, and relays on every way to it.
type terrain struct {
	url     string                // for the witness
	stores  []string              // for each node
	links   [nodes][]*fleet.Relay // of each node: one to a server
	members *fleet.Ensemble       // of etcd
	cluster *pgtest.Cluster       // of PostgreSQL
	dir     string                // of that cluster
	server  *mysqltest.Server     // of MariaDB
	replica *pgtest.Cluster       // which follows it
	witness *fleet.Relay          // on the witness's way
	disk    string                // of the tables, if it is a small one
}

// plain is PostgreSQL, with whatever settings its own times have.
func plain(t *testing.T) *terrain {
	x := &terrain{cluster: pgtest.New(t)}
	x.url = x.cluster.URL()
	at, err := url.Parse(x.url)
	require.NoError(t, err)
	x.dir = at.Query().Get("host")
	for i := range nodes {
		x.stores = append(x.stores, postgresAt(x.link(t, i, "unix", filepath.Join(x.dir, ".s.PGSQL.5432"))))
	}
	return x
}

func postgresAt(address string) string {
	return "postgres://postgres@" + address + "/postgres?sslmode=disable"
}

// ensemble is three members of etcd, each a process.
func ensemble(t *testing.T) *terrain {
	e, err := fleet.NewEnsemble(t.TempDir(), 3)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	x := &terrain{url: e.URL(), members: e}
	for i := range nodes {
		var ways []string
		for _, a := range e.Addresses() {
			ways = append(ways, x.link(t, i, "tcp", a))
		}
		x.stores = append(x.stores, "etcd://"+strings.Join(ways, ","))
	}
	return x
}

// link puts a relay on a node's way.
func (x *terrain) link(t *testing.T, node int, network, target string) (address string) {
	r, err := fleet.NewRelay(network, target)
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close() })
	x.links[node] = append(x.links[node], r)
	return r.Address()
}

// signal sends a signal to the postmaster and all its children.
func (x *terrain) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(x.dir, "data", "postmaster.pid"))
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(text), "\n")
	postmaster, err := strconv.Atoi(first)
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(postmaster, s))
	for _, child := range children(postmaster) {
		_ = syscall.Kill(child, s) // one may have ended by now
	}
}

// children are the processes that one has started.
func children(of int) (all []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(text), ") ") // behind the command's name: state, parent
		if f := strings.Fields(rest); len(f) > 1 && f[1] == strconv.Itoa(of) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			all = append(all, pid)
		}
	}
	return all
}
