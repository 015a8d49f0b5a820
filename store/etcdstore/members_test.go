package etcdstore_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/etcd/server/v3/embed"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
	"github.com/switchboard-go/switchboard/store/storetest/crash"
)

// members are a cluster of three in this process, each of which can be stopped.
type members struct {
	configs [3]*embed.Config
	running [3]*embed.Etcd
}

func startMembers(t *testing.T) *members {
	t.Helper()
	m := &members{}
	var initial []string
	free := addresses(t, 2*len(m.configs))
	for i := range m.configs {
		c := etcdtest.Config(t.TempDir())
		c.Name = fmt.Sprint("member-", i)
		c.TickMs, c.ElectionMs = 50, 500
		peer, client := free[2*i], free[2*i+1]
		c.ListenPeerUrls, c.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
		c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{client}, []url.URL{client}
		initial = append(initial, c.Name+"="+peer.String())
		m.configs[i] = c
	}
	var wg sync.WaitGroup
	for i, c := range m.configs {
		c.InitialCluster = strings.Join(initial, ",")
		wg.Go(func() { m.start(t, i) })
	}
	wg.Wait()
	t.Cleanup(func() {
		for i := range m.running {
			m.stop(i)
		}
	})
	return m
}

// addresses are some that nobody listens on now, no two the same.
func addresses(t *testing.T, n int) (free []url.URL) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		free = append(free, url.URL{Scheme: "http", Host: l.Addr().String()})
	}
	return free
}

func (m *members) start(t *testing.T, i int) {
	e, err := embed.StartEtcd(m.configs[i])
	if assert.NoError(t, err) {
		etcdtest.Ready(t, e)
		m.running[i] = e
	}
}

func (m *members) stop(i int) {
	if m.running[i] != nil {
		m.running[i].Close()
		m.running[i] = nil
	}
}

func (m *members) endpoints() (all []string) {
	for _, c := range m.configs {
		all = append(all, c.ListenClientUrls[0].Host)
	}
	return all
}

// TestNothingIsLostByStoppingMembers stops one of three members after the other under writers, and
// once two together: SWITCHBOARD_FULL=1 makes 50 stops.
func TestNothingIsLostByStoppingMembers(t *testing.T) {
	t.Parallel()
	stops := 3
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		stops = 50
	}
	m := startMembers(t)
	s, err := etcdstore.Open(t.Context(), etcdstore.Config{Endpoints: m.endpoints()})
	require.NoError(t, err)
	defer s.Close()
	var clients []*crash.Client
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg sync.WaitGroup
	for i := range 6 {
		c := &crash.Client{Name: string(rune('a' + i)), Timeline: string(rune('1' + i%3))}
		clients = append(clients, c)
		wg.Go(func() { persist(ctx, s, c) })
	}
	for i := range stops {
		time.Sleep(200 * time.Millisecond)
		m.stop(i % 3)
		before := put(t, s, "outside/1", fmt.Sprint(i))
		assert.Positive(t, before, "with one member lost, commits go on")
		time.Sleep(200 * time.Millisecond)
		m.start(t, i%3)
	}
	twoLost(t, m, s)
	cancel()
	wg.Wait()
	_, err = store.Do(t.Context(), s, func(tx *store.Tx) error { tx.Delete("outside/1"); return nil })
	require.NoError(t, err)
	confirmed, unknown := 0, 0
	for _, c := range clients {
		require.NoError(t, c.Step(t.Context(), s))
		confirmed += c.Acked
		unknown += c.Unknown
	}
	require.NoError(t, verify(t.Context(), s, clients))
	t.Logf("%d stops, %d confirmed commands, %d unknown outcomes, none lost, doubled or reordered", stops, confirmed, unknown)
}

// persist makes commands until ctx ends, whatever the cluster does.
func persist(ctx context.Context, s store.Store, c *crash.Client) {
	for ctx.Err() == nil {
		short, cancel := context.WithTimeout(ctx, 2*time.Second)
		_ = c.Run(short, s, nil)
		cancel()
	}
}

// twoLost: without a majority a commit fails with an unknown outcome, until one member is back.
func twoLost(t *testing.T, m *members, s store.Store) {
	m.stop(0)
	m.stop(1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := s.Commit(ctx, store.Batch{Put: []store.Record{{Key: "outside/1"}}})
	require.Error(t, err)
	require.NotErrorIs(t, err, store.ErrConflict)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() { m.start(t, i) })
	}
	wg.Wait()
	put(t, s, "outside/1", "")
}

func put(t *testing.T, s store.Store, key, value string) store.Rev {
	t.Helper()
	var rev store.Rev
	require.Eventually(t, func() (ok bool) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		var err error
		rev, err = s.Commit(ctx, store.Batch{Put: []store.Record{{Key: key, Value: []byte(value)}}})
		return err == nil
	}, 20*time.Second, time.Millisecond)
	return rev
}

// verify leaves out the record that was put from outside: its deletion is in the feed.
func verify(ctx context.Context, s store.Store, clients []*crash.Client) error {
	return crash.Verify(ctx, without{s}, clients)
}

type without struct{ store.Store }

func (w without) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	rs, upTo, err := w.Store.Changes(ctx, after, limit)
	kept := rs[:0]
	for _, r := range rs {
		if !strings.HasPrefix(r.Key, "outside/") {
			kept = append(kept, r)
		}
	}
	return kept, upTo, err
}
