package pgstore_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// cluster serves all tests that do not hurt it; nil without a server.
var cluster *pgtest.Cluster

func TestMain(m *testing.M) {
	var err error
	cluster, err = pgtest.Start("autovacuum_naptime=1s") // a minute is too long for a test
	if err != nil && (!errors.Is(err, pgtest.ErrMissing) || pgtest.Required()) {
		fmt.Println(err)
		os.Exit(1)
	}
	code := m.Run()
	if cluster != nil {
		_ = cluster.Close()
	}
	os.Exit(code)
}

// shared is the common cluster.
func shared(tb testing.TB) *pgtest.Cluster {
	tb.Helper()
	if cluster == nil {
		tb.Skip("not run: " + pgtest.ErrMissing.Error())
	}
	return cluster
}

var tables atomic.Int64

// node opens stores of one table, each with a pool of its own, as nodes have.
type node struct {
	config     pgstore.Config
	table      string
	parameters []string // of the URL
}

func (n node) open(tb testing.TB, namespace string) store.Store {
	c := n.config
	// A test's own namespaces: many tests at once share the tables.
	c.Table = n.table
	c.Namespace = namespaceOf(tb, namespace)
	c.URL = shared(tb).URL(append([]string{"pool_max_conns=4"}, n.parameters...)...)
	// The suite's loads are no shop's, on machines that do other things as well.
	c.Timeout, c.Stall = 10*time.Second, 5*time.Second
	s, err := pgstore.Open(tb.Context(), c)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

func namespaceOf(tb testing.TB, namespace string) string {
	name := tb.Name()
	return name[strings.LastIndex(name, "/")+1:] + "." + namespace
}

// full says whether tests run at their full size: SWITCHBOARD_FULL=1.
var full = os.Getenv("SWITCHBOARD_FULL") != ""

func freshTable() string { return fmt.Sprintf("t%d", tables.Add(1)) }

func TestStoreKeepsItsPromises(t *testing.T) {
	shared(t)
	n := node{table: freshTable()}
	storetest.Run(t, storetest.Config{
		Open:   n.open,
		Reopen: n.open,
		Join:   n.open,
		Rewind: n.rewind,
		OpenKeep: func(tb testing.TB, namespace string, keep int) store.Store {
			return node{table: n.table, config: pgstore.Config{Keep: keep}}.open(tb, namespace)
		},
		Full: full,
	})
}
