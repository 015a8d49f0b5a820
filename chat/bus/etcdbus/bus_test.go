package etcdbus_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"

	"github.com/switchboard-go/switchboard/chat/bus/etcdbus"
	"github.com/switchboard-go/switchboard/chat/hook"
)

var _ hook.Bus = (*etcdbus.Bus)(nil)

// client is one of a new cluster of one.
func client(t *testing.T) *clientv3.Client {
	c := embed.NewConfig()
	c.Dir, c.LogLevel, c.LogOutputs = t.TempDir(), "panic", []string{"/dev/null"}
	anywhere := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{anywhere}, []url.URL{anywhere}
	c.ListenPeerUrls, c.AdvertisePeerUrls = []url.URL{anywhere}, []url.URL{anywhere}
	c.InitialCluster = c.InitialClusterFromName(c.Name)
	e, err := embed.StartEtcd(c)
	require.NoError(t, err)
	t.Cleanup(e.Close)
	<-e.Server.ReadyNotify()
	k, err := clientv3.New(clientv3.Config{Endpoints: []string{e.Clients[0].Addr().String()}, Logger: zap.NewNop()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, k.Close()) })
	return k
}

func bus(t *testing.T, k *clientv3.Client, node string, rate int) *etcdbus.Bus {
	b, err := etcdbus.New(etcdbus.Config{Client: k, Node: node, Rate: rate})
	require.NoError(t, err)
	return b
}

func TestWhatOneNodePublishesTheOthersHearAndItLeavesFewKeys(t *testing.T) {
	k := client(t)
	one, other := bus(t, k, "one", 1000), bus(t, k, "other", 1000)
	heard := make(chan string, 1000)
	go func() {
		_ = other.Subscribe(t.Context(), func(topic string, payload []byte) { heard <- topic + ":" + string(payload) })
	}()
	n := 0
	require.Eventually(t, func() bool {
		n++
		require.NoError(t, one.Publish(t.Context(), "session/1", fmt.Append(nil, n)))
		select {
		case m := <-heard:
			return m == fmt.Sprintf("session/1:%d", n)
		case <-time.After(20 * time.Millisecond):
			return false
		}
	}, 20*time.Second, time.Millisecond)
	for range 50 {
		require.NoError(t, one.Publish(t.Context(), "more", nil))
	}
	left, err := k.Get(t.Context(), "switchboard-bus/", clientv3.WithPrefix())
	require.NoError(t, err)
	require.LessOrEqual(t, len(left.Kvs), 16)
	for _, kv := range left.Kvs {
		require.NotZero(t, kv.Lease, "what a dead node said is gone")
	}
}

func TestALeaseThatHasEndedIsReplaced(t *testing.T) {
	k := client(t)
	b := bus(t, k, "one", 1000)
	require.NoError(t, b.Publish(t.Context(), "x", nil))
	leases, err := k.Leases(t.Context())
	require.NoError(t, err)
	_, err = k.Revoke(t.Context(), leases.Leases[0].ID)
	require.NoError(t, err)
	require.Error(t, b.Publish(t.Context(), "x", nil))
	require.NoError(t, b.Publish(t.Context(), "x", nil))
}

func TestTooLongAndTooMuchIsDropped(t *testing.T) {
	b := bus(t, client(t), "one", 10)
	require.ErrorIs(t, b.Publish(t.Context(), "x", make([]byte, etcdbus.MaxMessage)), etcdbus.ErrTooLong)
	dropped := 0
	for range 100 {
		if b.Publish(t.Context(), "x", nil) != nil {
			dropped++
		}
	}
	require.Positive(t, dropped)
}

func TestSubscribeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, bus(t, client(t), "one", 10).Subscribe(ctx, func(string, []byte) {}))
}

func Example() {
	_, err := etcdbus.New(etcdbus.Config{Node: "node 1"}) // no client, and a bad name
	fmt.Println(err)
	// Output:
	// etcdbus: Client: missing
	// etcdbus: Node: "node 1": want 1 to 64 letters, digits, dots, dashes and underscores
}
