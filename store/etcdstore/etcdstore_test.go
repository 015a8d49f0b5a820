package etcdstore_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

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
	})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

func TestStoreKeepsItsPromises(t *testing.T) {
	n := node{endpoint: etcdtest.New(t)}
	storetest.Run(t, storetest.Config{
		Open: func(tb testing.TB, namespace string) store.Store {
			if strings.Contains(tb.Name(), "AfterDeletes") {
				return node{endpoint: etcdtest.New(tb)}.open(tb, namespace) // compaction is the whole cluster's
			}
			return n.open(tb, namespace)
		},
		Reopen: n.open,
		Join:   n.open,
		OpenKeep: func(tb testing.TB, namespace string, keep int) store.Store {
			return node{endpoint: etcdtest.New(tb), keep: keep}.open(tb, namespace)
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
