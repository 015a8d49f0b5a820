package etcdstore_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// node opens stores on a cluster, each with a client of its own, as nodes have.
type node struct {
	endpoint string
	keep     int
}

func (n node) open(tb testing.TB, namespace string) store.Store {
	name := tb.Name()
	s, err := etcdstore.Open(tb.Context(), etcdstore.Config{
		Endpoints: []string{n.endpoint},
		Namespace: name[strings.LastIndex(name, "/")+1:] + "." + namespace,
		Keep:      n.keep,
		Timeout:   10 * time.Second, // the suite's loads are no shop's, on machines that do other things as well
	})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

// clusters gives some properties a cluster of their own: compaction, and how far it reaches, is the
// whole cluster's. At full size all of them get one.
type clusters struct {
	shared  node
	own     sync.Map // testing.TB to node
	servers sync.Map // testing.TB to *etcdtest.Server, of those that go back
}

func (c *clusters) of(tb testing.TB) node {
	if n, ok := c.own.Load(tb); ok {
		return n.(node)
	}
	if strings.Contains(tb.Name(), "Rewound") {
		s := etcdtest.NewServer(tb)
		c.servers.Store(tb, s)
		n := node{endpoint: s.Endpoint}
		c.own.Store(tb, n)
		return n
	}
	if !full && !strings.Contains(tb.Name(), "AfterDeletes") {
		return c.shared
	}
	n := node{endpoint: etcdtest.New(tb)}
	c.own.Store(tb, n)
	return n
}

func (c *clusters) open(tb testing.TB, namespace string) store.Store {
	return c.of(tb).open(tb, namespace)
}

func (c *clusters) rewind(tb testing.TB, _ string) (back func()) {
	s, _ := c.servers.Load(tb)
	return s.(*etcdtest.Server).Copy(tb)
}

var full = os.Getenv("SWITCHBOARD_FULL") != ""

func TestStoreKeepsItsPromises(t *testing.T) {
	c := &clusters{shared: node{endpoint: etcdtest.New(t)}}
	storetest.Run(t, storetest.Config{
		Open:   c.open,
		Reopen: c.open,
		Join:   c.open,
		Rewind: c.rewind,
		OpenKeep: func(tb testing.TB, namespace string, keep int) store.Store {
			return node{endpoint: etcdtest.New(tb), keep: keep}.open(tb, namespace)
		},
		Full: full,
	})
}

func TestHeadOfAQuietNamespaceStaysInTheFeed(t *testing.T) {
	n := node{endpoint: etcdtest.New(t), keep: 100}
	busy, quiet := n.open(t, "busy"), n.open(t, "quiet")
	put := func(s store.Store, times int) {
		for range times {
			_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
			require.NoError(t, err)
		}
	}
	for range 2 { // never written to, and last written to long ago
		put(busy, 200)
		_, head, err := quiet.Changes(t.Context(), 0, 0)
		require.NoError(t, err)
		put(busy, 10)
		put(quiet, 1)
		rs, _, err := quiet.Changes(t.Context(), head, 10)
		require.NoError(t, err)
		require.Len(t, rs, 1)
	}
}

// Open tells everything that is wrong with a Config at once.
func ExampleOpen() {
	_, err := etcdstore.Open(context.Background(), etcdstore.Config{Namespace: "a/b", Keep: -1})
	fmt.Println(err)
	// Output:
	// etcdstore: Endpoints: missing, and no Client
	// etcdstore: Namespace: store: invalid: namespace "a/b": holds a slash
	// etcdstore: Keep: -1, must not be negative
}
