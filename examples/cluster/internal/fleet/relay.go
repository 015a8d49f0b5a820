package fleet

import (
	"io"
	"net"
	"sync"
	"time"
)

// Weather is what a Relay does to what passes it.
type Weather string

// The kinds of weather.
const (
	Fair   Weather = ""
	Cut    Weather = "cut"     // nothing passes, either way, and nobody is told
	OneWay Weather = "one-way" // requests arrive, answers do not
	Slow   Weather = "slow"    // everything passes late
	Resets Weather = "resets"  // connections are reset, as they come
)

const (
	slowBy  = 500 * time.Millisecond
	glimpse = 5 * time.Millisecond
	maxPass = 32 << 10
	network = "tcp"
)

// Relay stands between a node and its store. What it holds back is lost when the connection ends, as on a network.
type Relay struct {
	listener net.Listener
	network  string
	target   string

	mu      sync.Mutex
	weather Weather
	open    map[net.Conn]struct{}
}

// NewRelay listens on loopback and passes on to the target. Close it when done.
func NewRelay(to, target string) (*Relay, error) {
	l, err := net.Listen(network, "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Relay{listener: l, network: to, target: target, open: map[net.Conn]struct{}{}}
	go r.accept()
	return r, nil
}

// Address is where it listens.
func (r *Relay) Address() string { return r.listener.Addr().String() }

// Set changes the weather.
func (r *Relay) Set(w Weather) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.weather = w
	if w == Resets {
		for c := range r.open {
			reset(c)
		}
	}
}

// Close resets all connections.
func (r *Relay) Close() error {
	r.Set(Resets)
	return r.listener.Close()
}

func (r *Relay) now() Weather {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.weather
}

func (r *Relay) accept() {
	for {
		in, err := r.listener.Accept()
		if err != nil {
			return
		}
		if r.now() == Resets {
			reset(in)
			continue
		}
		go r.join(in)
	}
}

func (r *Relay) join(in net.Conn) {
	defer in.Close()
	out, err := net.Dial(r.network, r.target)
	if err != nil {
		return
	}
	defer out.Close()
	r.keep(in, out)
	defer r.forget(in, out)
	var both sync.WaitGroup
	both.Go(func() { r.pass(out, in, false) })
	both.Go(func() { r.pass(in, out, true) })
	both.Wait()
}

func (r *Relay) keep(cs ...net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range cs {
		r.open[c] = struct{}{}
	}
}

func (r *Relay) forget(cs ...net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range cs {
		delete(r.open, c)
	}
}

// pass copies one way, as the weather lets it. When one way ends, both do.
func (r *Relay) pass(to, from net.Conn, answers bool) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, maxPass)
	for {
		n, err := from.Read(b)
		if n > 0 {
			r.hold(answers)
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// hold keeps back until the weather lets pass.
func (r *Relay) hold(answers bool) {
	for late := time.Duration(0); ; late += glimpse {
		switch w := r.now(); {
		case w == Cut, w == OneWay && answers, w == Slow && late < slowBy:
			time.Sleep(glimpse)
		default:
			return
		}
	}
}

// reset ends a connection without a farewell.
func reset(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = c.Close()
}

var _ io.Closer = (*Relay)(nil)
