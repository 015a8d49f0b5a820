package desk

import (
	"context"
	"sync"
)

// Desks runs many desks in one process: a host with many tenants adds each one's, and calls Run
// once. The zero Desks is ready. It is safe for concurrent use.
//
// An idle desk costs its memory and a few goroutines that sleep.
type Desks struct {
	mu      sync.Mutex
	ctx     context.Context // of Run; nil: it does not run
	running sync.WaitGroup
	all     map[*Desk]*running // nil of a desk that waits for Run
}

// running is a desk that runs.
type running struct {
	stop  context.CancelFunc
	ended chan struct{}
}

// Add has a desk run: from now on, or from when Run is called. To add one again changes nothing.
func (x *Desks) Add(d *Desk) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.all == nil {
		x.all = map[*Desk]*running{}
	}
	if _, ok := x.all[d]; ok {
		return
	}
	x.all[d] = nil
	x.start(d)
}

// start has a desk run if Run does. It is called with the lock held.
func (x *Desks) start(d *Desk) {
	if x.ctx == nil || x.ctx.Err() != nil {
		return
	}
	ctx, stop := context.WithCancel(x.ctx)
	r := &running{stop, make(chan struct{})}
	x.all[d] = r
	x.running.Go(func() {
		defer close(r.ended)
		_ = d.Run(ctx) // it ends with ctx, without an error
	})
}

// Remove ends a desk, and returns when it has given up its lease and told the other nodes. The
// host may close its store then. A desk that was not added, or was removed, is nothing to do.
func (x *Desks) Remove(d *Desk) {
	x.mu.Lock()
	r := x.all[d]
	delete(x.all, d)
	x.mu.Unlock()
	if r != nil {
		r.stop()
		<-r.ended
	}
}

// Run runs the desks until ctx ends, and returns nil when all of them have ended: see Desk.Run. It
// may be called once at a time.
func (x *Desks) Run(ctx context.Context) error {
	x.mu.Lock()
	x.ctx = ctx
	for d := range x.all {
		x.start(d)
	}
	x.mu.Unlock()
	<-ctx.Done()
	x.mu.Lock()
	x.ctx = nil // nobody is started any more
	x.mu.Unlock()
	x.running.Wait()
	return nil
}
