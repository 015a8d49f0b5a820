package pgtest

import (
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Relay is a way to a cluster over TCP that can go bad as networks do. Make one with Cluster.Relay.
type Relay struct {
	listener net.Listener
	server   string

	mu      sync.Mutex
	open    map[*link]bool
	delay   time.Duration
	left    int  // bytes of requests that still go through
	counted bool // whether left counts
	cut     chan struct{}
	mute    bool
}

// Relay opens a way to the cluster that is good at first and ends with the test.
func (c *Cluster) Relay(tb testing.TB) *Relay {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	r := &Relay{listener: l, server: filepath.Join(c.dir, ".s.PGSQL.5432"), open: map[*link]bool{}}
	tb.Cleanup(r.close)
	go r.serve()
	return r
}

// URL is Cluster.URL by way of the relay.
func (r *Relay) URL(parameters ...string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", Host: r.listener.Addr().String()}
	u.RawQuery = strings.Join(append([]string{"sslmode=disable"}, parameters...), "&")
	return u.String()
}

// Silence lets every connection die that is open: nothing more comes through in either direction,
// and neither end is told. Connections that are opened later work.
func (r *Relay) Silence() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for l := range r.open {
		l.dead = true
	}
}

// Mute has every connection, also a new one, taken and nothing said, until it is called with false.
// What was not said is lost.
func (r *Relay) Mute(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mute = on
	for l := range r.open {
		l.dead = l.dead || on
	}
}

// CutAfter lets n more bytes of requests through, of all connections together. The one that the
// n-th came by is silent from then on, as after Silence, and the channel is closed; the others go
// on.
func (r *Relay) CutAfter(n int) (cut <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left, r.counted, r.cut = n, true, make(chan struct{})
	return r.cut
}

// Delay has every byte take d longer, each way.
func (r *Relay) Delay(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.delay = d
}

func (r *Relay) serve() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", r.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		l := &link{relay: r, client: client, server: server}
		r.mu.Lock()
		r.open[l] = true
		l.dead = r.mute
		r.mu.Unlock()
		go l.carry(client, server, true)
		go l.carry(server, client, false)
	}
}

func (r *Relay) close() {
	_ = r.listener.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	for l := range r.open {
		l.close()
	}
}

// link is one connection through a relay.
type link struct {
	relay          *Relay
	client, server net.Conn
	dead           bool // under the relay's lock
}

func (l *link) close() {
	_ = l.client.Close()
	_ = l.server.Close()
}

// parcel is what was read, and when it arrives.
type parcel struct {
	bytes []byte
	due   time.Time
}

// carry brings bytes from one end to the other, each after the delay. The end of a dead link is not
// told to the other end.
func (l *link) carry(from, to net.Conn, request bool) {
	parcels := make(chan parcel, 1024)
	go func() {
		for p := range parcels {
			time.Sleep(time.Until(p.due))
			if b := l.pass(p.bytes, request); len(b) > 0 {
				_, _ = to.Write(b)
			}
		}
		if l.ended() {
			l.close()
		}
	}()
	defer close(parcels)
	for {
		b := make([]byte, 32<<10)
		n, err := from.Read(b)
		if err != nil {
			return
		}
		parcels <- parcel{b[:n], time.Now().Add(l.relay.latency())}
	}
}

func (r *Relay) latency() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.delay
}

// pass is the part of b that comes through.
func (l *link) pass(b []byte, request bool) []byte {
	r := l.relay
	r.mu.Lock()
	defer r.mu.Unlock()
	if l.dead {
		return nil
	}
	if !request || !r.counted {
		return b
	}
	b = b[:min(len(b), r.left)]
	r.left -= len(b)
	if r.left == 0 {
		l.dead, r.counted = true, false
		close(r.cut)
	}
	return b
}

// ended tells whether the other end is to be told that this one has ended.
func (l *link) ended() bool {
	l.relay.mu.Lock()
	defer l.relay.mu.Unlock()
	if l.dead {
		return false // it stays among the open ones, which end with the relay
	}
	delete(l.relay.open, l)
	return true
}
