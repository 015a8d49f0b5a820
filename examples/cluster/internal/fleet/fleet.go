package fleet

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// Config of a Fleet. Stores is required.
type Config struct {
	// Stores is the URL of the store as each node reaches it; there are as many nodes. Required.
	Stores []string
	// Namespace of the store. Default: "main".
	Namespace string
	// Lease is how long a node may be silent before another takes over its leading. Default: the desk's, 3 seconds.
	Lease time.Duration
	// Defaults has the stores keep the library's times instead of this demonstration's, which are short. Default: false.
	Defaults bool
	// Clocks lets SetClock put the nodes' clocks wrong. Default: false, they are the machine's.
	Clocks bool
	// Seed is what the team begins with. Default: nothing.
	Seed settings.Team
	// Log hears what the nodes log. Default: nobody.
	Log io.Writer
}

// Fleet is nodes that share a store. Make one with Start.
type Fleet struct {
	config Config
	proxy  *proxy

	mu    sync.Mutex
	nodes []*node
}

type node struct {
	order   order
	process *process // nil while it is down
	wanted  bool     // to be up
	kills   int
}

// State is how a node fares.
type State struct {
	Name    string `json:"name"`
	Up      bool   `json:"up"`
	PID     int    `json:"pid,omitempty"`
	Kills   int    `json:"kills"`
	Served  int64  `json:"served"`            // requests that the proxy gave it
	Crashed bool   `json:"crashed,omitempty"` // it ended, and nobody had asked it to
}

// Start starts all nodes. Close the Fleet when done.
func Start(c Config) (*Fleet, error) {
	if c.Namespace == "" {
		c.Namespace = "main"
	}
	f := &Fleet{config: c, proxy: newProxy(len(c.Stores))}
	for i, url := range c.Stores {
		o := order{Name: fmt.Sprintf("node-%d", i+1), Store: url, Namespace: c.Namespace, Lease: c.Lease, Seed: c.Seed, Defaults: c.Defaults, Clocks: c.Clocks}
		for _, a := range c.Seed.Agents {
			o.Logins = append(o.Logins, a.Login)
		}
		f.nodes = append(f.nodes, &node{order: o})
		if err := f.Start(i); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return f, nil
}

// Start starts a node that is down.
func (f *Fleet) Start(i int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.nodes[i]
	if n.process != nil && n.process.alive() {
		return nil
	}
	p, err := launch(n.order, f.config.Log)
	if err != nil {
		return err
	}
	n.process, n.wanted = p, true
	f.proxy.set(i, p.address)
	return nil
}

// Kill ends a node as kill -9 does.
func (f *Fleet) Kill(i int) error { return f.end(i, syscall.SIGKILL) }

// Terminate asks a node to end in good order, and waits for that.
func (f *Fleet) Terminate(i int) error { return f.end(i, syscall.SIGTERM) }

// end leaves the node's address with the proxy, which finds out by itself, as one outside would.
func (f *Fleet) end(i int, s syscall.Signal) error {
	f.mu.Lock()
	n := f.nodes[i]
	p := n.process
	n.wanted = false
	if s == syscall.SIGKILL {
		n.kills++
	}
	f.mu.Unlock()
	if p == nil {
		return nil
	}
	return p.end(s)
}

// Pause stops a node's clockwork in the middle of whatever it does, until Resume.
func (f *Fleet) Pause(i int) error { return f.signal(i, syscall.SIGSTOP) }

// Resume lets a paused node go on.
func (f *Fleet) Resume(i int) error { return f.signal(i, syscall.SIGCONT) }

func (f *Fleet) signal(i int, s syscall.Signal) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.nodes[i].process.cmd.Process.Signal(s)
}

// SetClock puts a node's clock wrong by so much, and with 0 right again.
func (f *Fleet) SetClock(i int, wrong time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, err := fmt.Fprintln(f.nodes[i].process.stdin, wrong)
	return err
}

// States is how the nodes fare.
func (f *Fleet) States() []State {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]State, len(f.nodes))
	for i, n := range f.nodes {
		s := State{Name: n.order.Name, Kills: n.kills, Served: f.proxy.served[i].Load()}
		if s.Up = n.process != nil && n.process.alive(); s.Up {
			s.PID = n.process.cmd.Process.Pid
		}
		s.Crashed = n.wanted && !s.Up
		all[i] = s
	}
	return all
}

// Close ends all nodes.
func (f *Fleet) Close() error {
	var errs []error
	for i, n := range f.nodes {
		if n.process != nil {
			errs = append(errs, f.end(i, syscall.SIGKILL))
		}
	}
	return errors.Join(errs...)
}
