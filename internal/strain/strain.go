package strain

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Cost is how long a connection takes that is made alone, while the way is slow.
const Cost = 400 * time.Millisecond

// Way takes connections and passes them on. While it is slow, those that are being made share what
// the machine can do, and one that is given up costs as much as any other. Make one with New.
type Way struct {
	listener        net.Listener
	network, server string
	slow            atomic.Bool
	making          atomic.Int64

	mu   sync.Mutex
	open []net.Conn
}

// New opens a way on loopback to a server. It is not slow yet, and ends with the test.
func New(tb testing.TB, network, server string) *Way {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	w := &Way{listener: l, network: network, server: server}
	tb.Cleanup(func() {
		_ = l.Close()
		w.cut()
	})
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(client)
		}
	}()
	return w
}

// Address is where it listens.
func (w *Way) Address() string { return w.listener.Addr().String() }

// Strain ends every connection there is. From now on the way is slow.
func (w *Way) Strain() {
	w.slow.Store(true)
	w.cut()
}

func (w *Way) carry(client net.Conn) {
	n := w.making.Add(1)
	for i := 0; i < 20 && w.slow.Load(); i++ {
		time.Sleep(Cost / 20 * time.Duration(n))
		n = w.making.Load()
	}
	w.making.Add(-1)
	server, err := net.Dial(w.network, w.server)
	if err != nil {
		_ = client.Close()
		return
	}
	w.mu.Lock()
	w.open = append(w.open, client, server)
	w.mu.Unlock()
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	_, _ = io.Copy(client, server)
	_ = client.Close()
}

func (w *Way) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		_ = c.Close()
	}
	w.open = nil
}

// Readers has thirty-two readers ask until each had an answer, and returns how many had one within
// two minutes: a machine may have even more to do than is played here.
func Readers(tb testing.TB, read func() error) (answered int64) {
	tb.Helper()
	var readers sync.WaitGroup
	var had atomic.Int64
	end := time.Now().Add(2 * time.Minute)
	for range 32 {
		readers.Go(func() {
			for time.Now().Before(end) && tb.Context().Err() == nil {
				if read() == nil {
					had.Add(1)
					return
				}
			}
		})
	}
	readers.Wait()
	return had.Load()
}
