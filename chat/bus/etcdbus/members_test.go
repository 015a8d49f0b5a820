package etcdbus_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"

	"github.com/switchboard-go/switchboard/chat/bus/etcdbus"
)

// behind is a bus with three ways to etcd, which are three members to it, and one that has another way.
func behind(t *testing.T, timeout time.Duration) (b, other *etcdbus.Bus, ways []*relay, host *clientv3.Client) {
	k := client(t)
	var endpoints []string
	for range 3 {
		r := newRelay(t, k.Endpoints()[0])
		ways, endpoints = append(ways, r), append(endpoints, r.Addr().String())
	}
	host, err := clientv3.New(clientv3.Config{Endpoints: endpoints, Logger: zap.NewNop()}) // without a keepalive, as a newcomer's
	require.NoError(t, err)
	t.Cleanup(func() { _ = host.Close() })
	b, err = etcdbus.New(etcdbus.Config{Client: host, Node: "behind", Rate: 1_000_000, Timeout: timeout})
	require.NoError(t, err)
	other, err = etcdbus.New(etcdbus.Config{Client: k, Node: "other", Rate: 1_000_000, Timeout: time.Minute})
	require.NoError(t, err)
	return b, other, ways, host
}

// listener subscribes again and again, as a desk does.
type listener struct {
	heard chan string
	ended chan error
}

func listen(t *testing.T, b *etcdbus.Bus) listener {
	l := listener{make(chan string, 1_000_000), make(chan error, 1_000_000)}
	go func() {
		for t.Context().Err() == nil {
			l.ended <- b.Subscribe(t.Context(), func(topic string, _ []byte) { l.heard <- topic })
		}
	}()
	return l
}

// hears requires that a topic is heard that is published from now on.
func (l listener) hears(t *testing.T, from *etcdbus.Bus, topic string) {
	t.Helper()
	late := time.After(time.Minute)
	for {
		require.NoError(t, from.Publish(t.Context(), topic, nil))
		select {
		case <-late:
			require.Fail(t, "deaf", topic)
		case <-time.After(20 * time.Millisecond):
		case got := <-l.heard:
			if got == topic {
				return
			}
		}
	}
}

func TestAHungMemberIsLeft(t *testing.T) {
	t.Parallel()
	b, other, ways, _ := behind(t, 4*time.Second)
	l := listen(t, b)
	l.hears(t, other, "before")
	for i, w := range ways {
		w.hang()
		require.NoError(t, b.Publish(t.Context(), "x", nil), "another member takes it")
		l.hears(t, other, fmt.Sprint("while ", i, " hangs"))
		w.resume()
	}
}

func TestConnectionsThatDiedInSilenceAreReplaced(t *testing.T) {
	t.Parallel()
	b, other, ways, _ := behind(t, 4*time.Second)
	l := listen(t, b)
	for i := range 2 {
		require.NoError(t, b.Publish(t.Context(), "x", nil))
		l.hears(t, other, fmt.Sprint("before ", i))
		for _, w := range ways {
			w.forget()
		}
		l.hears(t, other, fmt.Sprint("after ", i))
		require.NoError(t, b.Publish(t.Context(), "x", nil))
	}
}

func TestWhereAllMembersHangNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	b, _, ways, _ := behind(t, 400*time.Millisecond)
	for _, w := range ways {
		w.hang()
	}
	over := make(chan error, 6)
	for range 5 { // all need the lease
		go func() { over <- b.Publish(t.Context(), "x", nil) }()
	}
	go func() { over <- b.Subscribe(t.Context(), func(string, []byte) {}) }()
	for range 6 {
		select {
		case err := <-over:
			assert.Error(t, err)
		case <-time.After(time.Minute):
			require.Fail(t, "it is waited for ever")
		}
	}
	for _, w := range ways {
		w.resume()
	}
	require.Eventually(t, func() bool { return b.Publish(t.Context(), "x", nil) == nil }, time.Minute, time.Millisecond)
}

func TestConnectionsEndWithTheHostsClient(t *testing.T) {
	t.Parallel()
	b, _, ways, host := behind(t, 20*time.Second)
	require.NoError(t, b.Publish(t.Context(), "x", nil))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	over := make(chan error, 1)
	go func() { over <- b.Subscribe(ctx, func(string, []byte) {}) }()
	require.NoError(t, host.Close())
	require.Error(t, <-over)
	require.Error(t, b.Publish(ctx, "x", nil))
	require.NoError(t, ctx.Err())
	require.Eventually(t, func() bool {
		n := 0
		for _, w := range ways {
			n += w.connections()
		}
		return n == 0
	}, time.Minute, time.Millisecond)
}
