package etcdbus_test

import (
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// relay is a way to a member that can fall silent: nobody is told, and new connections are taken and not served.
type relay struct {
	net.Listener
	to   string
	mu   sync.Mutex
	open chan struct{} // closed while what is said gets through
	dead chan struct{} // closed when the connections of before are lost for good
	all  []net.Conn
	now  int // connections
}

func newRelay(t *testing.T, to string) *relay {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r := &relay{Listener: listener, to: to, open: make(chan struct{}), dead: make(chan struct{})}
	close(r.open)
	t.Cleanup(r.end)
	go func() {
		for {
			in, err := r.Accept()
			if err != nil {
				return
			}
			go r.join(in)
		}
	}()
	return r
}

func (r *relay) state() (open, dead chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.open, r.dead
}

// hang holds everything back until resume.
func (r *relay) hang() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = make(chan struct{})
}

func (r *relay) resume() {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.open)
}

// forget lets all connections that are open die in silence. New ones work.
func (r *relay) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.dead)
	r.dead = make(chan struct{})
}

// end lets a member stop that still waits for what was lost.
func (r *relay) end() {
	_ = r.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.all {
		_ = c.Close()
	}
}

// connections is how many clients have not closed theirs.
func (r *relay) connections() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *relay) count(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now += n
}

func (r *relay) join(in net.Conn) {
	_, dead := r.state()
	out, err := net.Dial("tcp", r.to)
	if err != nil {
		_ = in.Close()
		return
	}
	r.mu.Lock()
	r.all = append(r.all, in, out)
	r.mu.Unlock()
	r.count(1)
	pass := func(to, from net.Conn) {
		b := make([]byte, 32<<10)
		for {
			n, err := from.Read(b)
			if err != nil && from == in {
				r.count(-1)
			}
			open, _ := r.state()
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
	go pass(in, out)
	pass(out, in)
}
