package mysqlstore_test

import (
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// relay is a way to the server whose connections can die in silence: nothing comes through any more, and nobody is told.
type relay struct {
	net.Listener
	to string

	cutOff atomic.Int64 // of a request longer than this only so much is let through, and its connection dies
	cuts   atomic.Int64
	mute   atomic.Bool  // answers die, and their connections
	lose   atomic.Value // the answer to the next request that is this dies, and its connection: a string
}

func newRelay(t *testing.T) *relay {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	r := &relay{Listener: l, to: shared(t).Address()}
	go r.serve(t)
	return r
}

// dsn leads through the relay.
func (r *relay) dsn() string { return "root@tcp(" + r.Addr().String() + ")/test" }

type way struct {
	in, out net.Conn
	dead    atomic.Bool
}

func (r *relay) serve(t *testing.T) {
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
		t.Cleanup(func() { _ = in.Close(); _ = out.Close() })
		w := &way{in: in, out: out}
		go r.ask(w)
		go r.answer(w)
	}
}

func (r *relay) ask(w *way) {
	b := make([]byte, 1<<20)
	for {
		n, err := w.in.Read(b)
		if limit := r.cutOff.Load(); limit > 0 && int64(n) > limit && r.cutOff.CompareAndSwap(limit, 0) {
			n = int(limit)
			_, _ = w.out.Write(b[:n])
			w.dead.Store(true)
			r.cuts.Add(1)
		}
		if lost, _ := r.lose.Load().(string); lost != "" && n > 5 && string(b[5:n]) == lost { // behind length, number and command
			r.lose.Store("")
			_, _ = w.out.Write(b[:n])
			w.dead.Store(true)
		}
		if err != nil && !w.dead.Load() {
			_ = w.out.Close()
		}
		if err != nil {
			return
		}
		if !w.dead.Load() {
			_, _ = w.out.Write(b[:n])
		}
	}
}

func (r *relay) answer(w *way) {
	b := make([]byte, 1<<20)
	for {
		n, err := w.out.Read(b)
		if r.mute.Load() {
			w.dead.Store(true)
		}
		if err != nil && !w.dead.Load() {
			_ = w.in.Close()
		}
		if err != nil {
			return
		}
		if !w.dead.Load() {
			_, _ = w.in.Write(b[:n])
		}
	}
}

// eventually waits for what another process does.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	require.Eventually(t, done, 30*time.Second, 5*time.Millisecond)
}
