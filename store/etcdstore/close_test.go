package etcdstore_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
)

func TestClosedStoreSaysSo(t *testing.T) {
	s, err := etcdstore.Open(t.Context(), etcdstore.Config{Endpoints: []string{etcdtest.New(t)}})
	require.NoError(t, err)
	waited := make(chan error, 1)
	go func() {
		var err error
		for err == nil { // early returns are fine
			err = s.Wait(context.Background(), 1<<40)
		}
		waited <- err
	}()
	require.NoError(t, s.Close())
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	assert.Error(t, err)
	assert.Error(t, <-waited)
}

func TestOpenWithoutAClusterEnds(t *testing.T) {
	_, err := etcdstore.Open(t.Context(), etcdstore.Config{Endpoints: []string{"127.0.0.1:1"}, DialTimeout: 200 * time.Millisecond})
	assert.ErrorContains(t, err, "etcdstore: open")
}

func TestHostsClientServesManyNamespacesAndStaysOpen(t *testing.T) {
	client, err := clientv3.New(clientv3.Config{Endpoints: []string{etcdtest.New(t)}})
	require.NoError(t, err)
	defer client.Close()
	s, err := etcdstore.Open(t.Context(), etcdstore.Config{Client: client, Prefix: "shop"})
	require.NoError(t, err)
	for i := range 10 {
		n, err := s.Namespace(fmt.Sprint("team-", i))
		require.NoError(t, err)
		put(t, n, "a", fmt.Sprint(i))
	}
	require.NoError(t, s.Close())
	resp, err := client.Get(t.Context(), "shop/team-3/a")
	require.NoError(t, err)
	assert.Equal(t, "3", string(resp.Kvs[0].Value))
}

// TestCompactedHistoryIsAnOldCursor compacts behind the store's back, as an operator may.
func TestCompactedHistoryIsAnOldCursor(t *testing.T) {
	client, err := clientv3.New(clientv3.Config{Endpoints: []string{etcdtest.New(t)}})
	require.NoError(t, err)
	defer client.Close()
	s, err := etcdstore.Open(t.Context(), etcdstore.Config{Client: client})
	require.NoError(t, err)
	defer s.Close()
	first := put(t, s, "a", "1")
	put(t, s, "b", "1")
	last := put(t, s, "c", "1")
	_, err = client.Compact(t.Context(), int64(last))
	require.NoError(t, err)
	_, _, err = s.Changes(t.Context(), first, 10)
	assert.ErrorIs(t, err, store.ErrCursor)
	rs, upTo, err := s.Changes(t.Context(), last, 10)
	require.NoError(t, err)
	assert.Empty(t, rs)
	next := put(t, s, "d", "1")
	rs, _, err = s.Changes(t.Context(), upTo, 10)
	require.NoError(t, err)
	require.Len(t, rs, 1)
	assert.Equal(t, next, rs[0].Rev)
}
