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
	Cut    Weather = "cut"     // nothing passes, either way, and nobody is told; what was held back comes afterwards
	OneWay Weather = "one-way" // requests arrive, answers do not, until afterwards
	Slow   Weather = "slow"    // everything passes late, one thing after the other
	Resets Weather = "resets"  // connections are reset, as they come
	Dead   Weather = "dead"    // as Cut, and every connection there was stays so for good; new ones work afterwards
	Frays  Weather = "frays"   // now and then an answer is cut off in the middle, and its connection reset
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
	lag     time.Duration // of everything, each way
	cutAt   int           // of a request; 0: no request is to be cut
	cut     chan struct{} // closed when it was
	answers int
	open    map[*wire]struct{}
}

// NewRelay listens on loopback and passes on to the target. Close it when done.
func NewRelay(to, target string) (*Relay, error) {
	l, err := net.Listen(network, "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Relay{listener: l, network: to, target: target, open: map[*wire]struct{}{}}
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
	for c := range r.open {
		switch w {
		case Resets:
			c.reset()
		case Dead:
			c.dead = true
		}
	}
}

// Turn leads new connections to another server, and resets those there are.
func (r *Relay) Turn(target string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.target = target
	for c := range r.open {
		c.reset()
	}
}

// Lag has everything take so much longer, each way, as a long way does.
func (r *Relay) Lag(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lag = d
}

// CutAt lets so many bytes of the next request that is longer through, and no more of its connection, ever: neither end is
// told. The channel is closed then. Other connections go on.
func (r *Relay) CutAt(bytes int) (cut <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cutAt, r.cut = bytes, make(chan struct{})
	return r.cut
}

// Close resets all connections.
func (r *Relay) Close() error {
	r.Set(Resets)
	return r.listener.Close()
}

func (r *Relay) now() (Weather, time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.weather, r.lag
}

func (r *Relay) accept() {
	for {
		in, err := r.listener.Accept()
		if err != nil {
			return
		}
		if w, _ := r.now(); w == Resets {
			reset(in)
			continue
		}
		go r.join(in)
	}
}

func (r *Relay) join(in net.Conn) {
	r.mu.Lock()
	target := r.target
	r.mu.Unlock()
	out, err := net.Dial(r.network, target)
	if err != nil {
		_ = in.Close()
		return
	}
	w := &wire{relay: r, in: in, out: out}
	r.mu.Lock()
	w.dead = r.weather == Dead
	r.open[w] = struct{}{}
	r.mu.Unlock()
	w.carry()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !w.dead { // its ends are closed when the relay is
		delete(r.open, w)
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
