package etcdstore_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.etcd.io/etcd/server/v3/embed"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// member starts a cluster of one.
func member(tb testing.TB) string {
	tb.Helper()
	c := quiet(tb.TempDir())
	anywhere := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{anywhere}, []url.URL{anywhere}
	c.ListenPeerUrls, c.AdvertisePeerUrls = []url.URL{anywhere}, []url.URL{anywhere}
	c.InitialCluster = c.InitialClusterFromName(c.Name)
	e, err := embed.StartEtcd(c)
	require.NoError(tb, err)
	tb.Cleanup(e.Close)
	ready(tb, e)
	return e.Clients[0].Addr().String()
}

func quiet(dir string) *embed.Config {
	c := embed.NewConfig()
	c.Dir = dir
	c.LogLevel = "panic"
	c.LogOutputs = []string{"/dev/null"}
	return c
}

func ready(tb testing.TB, e *embed.Etcd) {
	tb.Helper()
	select {
	case <-e.Server.ReadyNotify():
	case <-time.After(time.Minute):
		tb.Fatal("the member does not get ready")
	}
}

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
	})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

func TestStoreKeepsItsPromises(t *testing.T) {
	n := node{endpoint: member(t)}
	storetest.Run(t, storetest.Config{
		Open: func(tb testing.TB, namespace string) store.Store {
			if strings.Contains(tb.Name(), "AfterDeletes") {
				return node{endpoint: member(tb)}.open(tb, namespace) // compaction is the whole cluster's
			}
			return n.open(tb, namespace)
		},
		Reopen: n.open,
		Join:   n.open,
		OpenKeep: func(tb testing.TB, namespace string, keep int) store.Store {
			return node{endpoint: member(tb), keep: keep}.open(tb, namespace)
		},
		Full: os.Getenv("SWITCHBOARD_FULL") != "",
	})
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
