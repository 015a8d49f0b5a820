package main

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

const nodes = 3

// size is how much of something is done: a sample, or all of it with SWITCHBOARD_FULL=1.
func size(sample, all int) int {
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		return all
	}
	return sample
}

// breath is how long people pause between two words: they talk without end while a sample runs, and what they say takes most
// of its processor time.
func breath() time.Duration { return time.Duration(size(120, 50)) * time.Millisecond }

// ground is a store that the nodes share.
type ground struct {
	url    string         // for the witness
	nodes  []string       // for each node
	relays []*fleet.Relay // on the way of each node; nil when it has none
	hurt   func()         // stops what can be stopped, and starts it again
	deaf   bool           // nothing carries typing signs between its nodes
}

// onEach runs a test on every store that nodes can share, so many times, each on one of its own. MariaDB has its own sample.
func onEach(t *testing.T, times int, test func(t *testing.T, g *ground)) {
	t.Parallel()
	stores := map[string]func(*testing.T) *ground{"postgres": postgres, "etcd": etcd}
	if size(0, 1) == 1 {
		stores["mariadb"] = mariadb
	}
	for name, fresh := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range times {
				t.Run("run", func(t *testing.T) { test(t, fresh(t)) })
			}
		})
	}
}

// postgres is a throw-away cluster. Its postmaster can be killed.
func postgres(t *testing.T) *ground {
	c := pgtest.New(t)
	at, err := url.Parse(c.URL())
	require.NoError(t, err)
	g := &ground{url: c.URL(), hurt: func() {
		require.NoError(t, c.Kill())
		require.NoError(t, c.Restart())
	}}
	g.through(t, "unix", filepath.Join(at.Query().Get("host"), ".s.PGSQL.5432"), func(address string) string {
		return "postgres://postgres@" + address + "/postgres?sslmode=disable&pool_max_conns=8"
	})
	return g
}

// etcd is one member.
func etcd(t *testing.T) *ground {
	m := members(t, 1)
	g := &ground{url: m.URL()}
	g.through(t, "tcp", m.Addresses()[0], func(address string) string { return "etcd://" + address })
	return g
}

// etcdOfThree can lose one member after the other.
func etcdOfThree(t *testing.T) *ground {
	m := members(t, 3)
	turn := 0
	g := &ground{url: m.URL(), hurt: func() {
		m.Stop(turn % 3)
		pause(t)
		require.NoError(t, m.Start(turn%3))
		turn++
	}}
	for range nodes {
		g.nodes = append(g.nodes, m.URL())
	}
	return g
}

func members(t *testing.T, n int) *fleet.Members {
	m, err := fleet.NewMembers(t.TempDir(), n)
	require.NoError(t, err)
	t.Cleanup(m.Close)
	return m
}

// direct takes the relays out of the nodes' way: what they cost is no part of what is tested.
func (g *ground) direct() {
	g.nodes = []string{g.url, g.url, g.url}
}

// through puts a relay on the way of each node.
func (g *ground) through(t *testing.T, network, target string, url func(address string) string) {
	for range nodes {
		r, err := fleet.NewRelay(network, target)
		require.NoError(t, err)
		t.Cleanup(func() { _ = r.Close() })
		g.relays = append(g.relays, r)
		g.nodes = append(g.nodes, url(r.Address()))
	}
}
