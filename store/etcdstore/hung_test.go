package etcdstore_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
)

// line is a way to a member that can fall silent: nobody is told, and new connections are taken and
// not served.
type line struct {
	net.Listener
	to   string
	mu   sync.Mutex
	open chan struct{} // closed while what is said gets through
	dead chan struct{} // closed when the connections of before are lost for good
	all  []net.Conn
}

func newLine(t *testing.T, to string) *line {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l := &line{Listener: listener, to: to, open: make(chan struct{}), dead: make(chan struct{})}
	close(l.open)
	t.Cleanup(l.end)
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go l.join(in)
		}
	}()
	return l
}

func (l *line) state() (open, dead chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open, l.dead
}

// hang holds everything back until resume.
func (l *line) hang() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = make(chan struct{})
}

func (l *line) resume() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.open)
}

// forget lets all connections that are open die in silence. New ones work.
func (l *line) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.dead)
	l.dead = make(chan struct{})
}

// made is how many connections there were.
func (l *line) made() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all) / 2
}

// end lets members stop that still wait for what was lost.
func (l *line) end() {
	_ = l.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.all {
		_ = c.Close()
	}
}

func (l *line) join(in net.Conn) {
	_, dead := l.state()
	out, err := net.Dial("tcp", l.to)
	if err != nil {
		_ = in.Close()
		return
	}
	l.mu.Lock()
	l.all = append(l.all, in, out)
	l.mu.Unlock()
	pass := func(to, from net.Conn) {
		b := make([]byte, 32<<10)
		for {
			n, err := from.Read(b)
			open, _ := l.state()
			select {
			case <-open:
			case <-dead:
			}
			select {
			case <-dead: // neither end is told
				return
			default:
			}
			if _, gone := to.Write(b[:n]); err != nil || gone != nil {
				_, _ = to.Close(), from.Close()
				return
			}
		}
	}
	go pass(out, in)
	pass(in, out)
}

// behind opens a store on a cluster of three by a line to each.
func behind(t *testing.T, client func(endpoints []string) etcdstore.Config) (*etcdstore.Store, []*line, *members) {
	m := startMembers(t)
	var lines []*line
	var endpoints []string
	for _, e := range m.endpoints() {
		l := newLine(t, e)
		lines, endpoints = append(lines, l), append(endpoints, l.Addr().String())
	}
	s, err := etcdstore.Open(t.Context(), client(endpoints))
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s, lines, m
}

// slow is a Timeout that no answer takes, also on a machine that does other things: what fails
// within it, hangs.
const slow = 8 * time.Second

func ownClient(endpoints []string) etcdstore.Config {
	return etcdstore.Config{Endpoints: endpoints, Timeout: slow}
}

// fails is how many of n commits, one after the other, have no known outcome. Reads in between must
// all succeed.
func fails(t *testing.T, s store.Store, n int) (unknown int) {
	for i := range n {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "outside/1", Value: fmt.Append(nil, i)}}})
		if err != nil {
			require.ErrorIs(t, err, etcdstore.ErrNoAnswer)
			unknown++
		}
		rs, err := s.Get(t.Context(), "outside/1")
		require.NoError(t, err, "a read is asked of another member")
		require.Len(t, rs, 1)
		_, err = s.List(t.Context(), store.Range{Prefix: "outside/", Limit: 1})
		require.NoError(t, err)
	}
	return unknown
}

// TestAHungMemberIsPassedOver has one of three members hang after the other: all commits but the
// one that it has are made by the others, and every read is answered.
func TestAHungMemberIsPassedOver(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func([]string) etcdstore.Config{
		"own client": ownClient,
		"host's client": func(endpoints []string) etcdstore.Config {
			client, err := clientv3.New(clientv3.Config{Endpoints: endpoints, Logger: zap.NewNop()})
			require.NoError(t, err)
			t.Cleanup(func() { _ = client.Close() })
			return etcdstore.Config{Client: client, Timeout: slow}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, lines, _ := behind(t, config)
			require.Zero(t, fails(t, s, 20))
			for _, l := range lines {
				l.hang()
				assert.LessOrEqual(t, fails(t, s, 20), 1)
				l.resume()
			}
		})
	}
}

// TestConnectionsThatDiedInSilenceAreReplaced: those of all members at once, as a firewall does
// that lost its memory.
func TestConnectionsThatDiedInSilenceAreReplaced(t *testing.T) {
	t.Parallel()
	s, lines, _ := behind(t, func(endpoints []string) etcdstore.Config {
		return etcdstore.Config{Endpoints: endpoints, Timeout: 16 * time.Second}
	})
	require.Zero(t, fails(t, s, 10))
	for _, l := range lines {
		l.forget()
	}
	ends := make(chan error, 6)
	for range cap(ends) { // so that each member owes an answer
		go func() {
			_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "outside/1"}}})
			ends <- err
		}()
	}
	for range cap(ends) {
		err := <-ends
		require.ErrorIs(t, err, etcdstore.ErrNoAnswer)
		require.ErrorContains(t, err, "fell silent", "it is told when a new connection is answered, not when the time is over")
	}
	require.Zero(t, fails(t, s, 10), "by new connections")
}

// TestAConnectionThatWasMadeInABadTimeIsNotWaitedFor: it stays silent also when later ones work.
func TestAConnectionThatWasMadeInABadTimeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s, lines, _ := behind(t, func(endpoints []string) etcdstore.Config {
		return etcdstore.Config{Endpoints: endpoints, Timeout: 20 * time.Second}
	})
	require.Zero(t, fails(t, s, 3))
	made := 0
	for _, l := range lines {
		l.hang()
		made += l.made()
	}
	for range 6 { // so that each member owes an answer
		go func() { _, _ = s.Get(t.Context(), "a") }()
	}
	for now := made; now < made+len(lines); time.Sleep(10 * time.Millisecond) { // new ones are tried
		now = 0
		for _, l := range lines {
			now += l.made()
		}
	}
	for _, l := range lines {
		l.forget()
		l.resume()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second) // the first attempt may wait for 20
	defer cancel()
	_, err := s.Get(ctx, "a")
	require.NoError(t, err)
}

// TestTheFeedLeavesAHungMember: a watch is not told that its member hangs. Only one who watches is
// there, and commits come from elsewhere.
func TestTheFeedLeavesAHungMember(t *testing.T) {
	t.Parallel()
	s, lines, m := behind(t, ownClient)
	elsewhere, err := etcdstore.Open(t.Context(), etcdstore.Config{Endpoints: m.endpoints()})
	require.NoError(t, err)
	defer elsewhere.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := make(chan string, 64)
	go func() {
		for rs, err := range store.Follow(ctx, s, 0, 50*time.Millisecond) {
			if err == nil {
				heard <- string(rs[len(rs)-1].Value)
			}
		}
	}()
	demand := func(word string) {
		put(t, elsewhere, "a", word)
		late := time.After(30 * time.Second)
		for {
			select {
			case w := <-heard:
				if w == word {
					return
				}
			case <-late:
				t.Fatalf("%s is not heard", word)
			}
		}
	}
	demand("first")
	for i, l := range lines {
		l.hang()
		demand(fmt.Sprint("while ", i, " hangs"))
		l.resume()
		demand(fmt.Sprint("after ", i))
	}
	for _, l := range lines {
		l.forget()
	}
	demand("after all connections died")
}

// TestWithoutAnyAnswerACommitIsUnknown: all members hang.
func TestWithoutAnyAnswerACommitIsUnknown(t *testing.T) {
	t.Parallel()
	s, lines, _ := behind(t, func(endpoints []string) etcdstore.Config {
		return etcdstore.Config{Endpoints: endpoints, Timeout: 3 * time.Second}
	})
	for _, l := range lines {
		l.hang()
	}
	_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "outside/1"}}})
	require.ErrorIs(t, err, etcdstore.ErrNoAnswer)
	require.NotErrorIs(t, err, store.ErrConflict)
	require.NotErrorIs(t, err, context.DeadlineExceeded, "that is the caller's")
	_, err = s.Get(t.Context(), "a")
	require.ErrorIs(t, err, etcdstore.ErrNoAnswer)
	_, _, err = s.Changes(t.Context(), 0, 1)
	require.ErrorIs(t, err, etcdstore.ErrNoAnswer)
	for _, l := range lines {
		l.resume()
	}
	put(t, s, "outside/1", "")
}
