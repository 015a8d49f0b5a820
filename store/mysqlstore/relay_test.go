package mysqlstore_test

import (
	"bytes"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// relay is a way to the server that can go bad as networks do: nothing comes through any more, and
// nobody is told.
type relay struct {
	net.Listener
	to string

	mu      sync.Mutex
	open    map[*way]bool
	asked   []string // what came through, one string a packet
	left    int      // bytes of requests that still come through
	counted bool     // whether left counts
	cut     chan struct{}
	mute    bool          // connections die, also new ones
	lose    string        // the answer to the next request that is this dies, and its connection
	stop    []string      // beginnings of the requests to come; the last does not come through, nor anything after it on its connection
	full    string        // the answer to a request that begins so is not taken
	filled  chan struct{} // closed when that was asked
}

// way is one connection through a relay.
type way struct {
	in, out net.Conn
	dead    bool // under the relay's lock
	full    bool
}

func newRelay(t *testing.T) *relay {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r := &relay{Listener: l, to: shared(t).Address(), open: map[*way]bool{}}
	t.Cleanup(func() {
		_ = l.Close()
		r.with(func() {
			for w := range r.open {
				_, _ = w.in.Close(), w.out.Close()
			}
		})
	})
	go r.serve()
	return r
}

func (r *relay) with(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

// dsn leads through the relay.
func (r *relay) dsn() string { return "root@tcp(" + r.Addr().String() + ")/test" }

// Silence lets every connection die that is open. Later ones work.
func (r *relay) Silence() {
	r.with(func() {
		for w := range r.open {
			w.dead = true
		}
	})
}

// Mute has every connection, also a new one, taken and nothing said, until it is called with false.
// What was not said is lost.
func (r *relay) Mute(on bool) {
	if on {
		r.Silence()
	}
	r.with(func() { r.mute = on })
}

// CutAfter lets n more bytes of requests through. The connection that the n-th came by is silent
// from then on; others go on.
func (r *relay) CutAfter(n int) (cut <-chan struct{}) {
	r.with(func() { r.left, r.counted, r.cut = n, true, make(chan struct{}) })
	return r.cut
}

// Lose lets the answer to the next request that is text die, and its connection.
func (r *relay) Lose(text string) { r.with(func() { r.lose = text }) }

// Stop keeps the next request that begins with the last of texts, after such as begin with the
// others, as if the process had stopped before it. Other connections go on.
func (r *relay) Stop(texts ...string) (stopped <-chan struct{}) {
	r.with(func() { r.stop, r.filled = texts, make(chan struct{}) })
	return r.filled
}

// Fill lets the answer to a request that begins with text stand at the server, and its connection.
func (r *relay) Fill(text string) (filled <-chan struct{}) {
	r.with(func() { r.full, r.filled = text, make(chan struct{}) })
	return r.filled
}

// Asked is how many requests held a text.
func (r *relay) Asked(text string) (n int) {
	r.with(func() {
		for _, a := range r.asked {
			if bytes.Contains([]byte(a), []byte(text)) {
				n++
			}
		}
	})
	return n
}

func (r *relay) serve() {
	for {
		in, err := r.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", r.to)
		if err != nil {
			_ = in.Close()
			continue
		}
		w := &way{in: in, out: out}
		r.with(func() { r.open[w], w.dead = true, r.mute })
		go r.carry(w, in, out, r.ask)
		go r.carry(w, out, in, func(_ *way, b []byte) []byte { return b })
	}
}

// carry brings bytes from one end to the other. The end of a dead way is not told to the other end.
func (r *relay) carry(w *way, from, to net.Conn, pass func(*way, []byte) []byte) {
	b := make([]byte, 64<<10)
	for {
		for full := true; full; {
			r.with(func() { full = w.full && from == w.out && r.open[w] })
			if full {
				time.Sleep(time.Millisecond)
			}
		}
		n, err := from.Read(b)
		r.with(func() {
			if w.dead {
				return
			}
			if left := pass(w, b[:n]); len(left) > 0 {
				_, _ = to.Write(left)
			}
			if err != nil {
				_, _ = w.in.Close(), w.out.Close()
				delete(r.open, w)
			}
		})
		if err != nil {
			return
		}
	}
}

// ask is the part of a request that comes through.
func (r *relay) ask(w *way, b []byte) []byte {
	text := string(b[min(5, len(b)):]) // behind length, number and command
	r.asked = append(r.asked, text)
	if len(r.stop) > 0 && strings.HasPrefix(text, r.stop[0]) {
		if r.stop = r.stop[1:]; len(r.stop) == 0 {
			w.dead = true
			close(r.filled)
			return nil
		}
	}
	if r.lose != "" && text == r.lose {
		r.lose, w.dead = "", true
	}
	if r.full != "" && bytes.HasPrefix([]byte(text), []byte(r.full)) {
		r.full, w.full = "", true
		close(r.filled)
	}
	if r.counted {
		b = b[:min(len(b), r.left)]
		if r.left -= len(b); r.left == 0 {
			w.dead, r.counted = true, false
			close(r.cut)
		}
	}
	return b
}

// eventually waits for what another process does.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	require.Eventually(t, done, 2*time.Minute, 5*time.Millisecond)
}
