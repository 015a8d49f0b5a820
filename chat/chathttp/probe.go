package chathttp

import (
	"context"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// readyWithin is how long the store may take to answer whether requests are welcome.
const readyWithin = 2 * time.Second

// probe asks one question at a time, however many want to know, and waits for the answer no longer than readyWithin: a store
// that hangs, and does not even hear that nobody waits any more, keeps one goroutine and no caller.
type probe struct {
	mu      sync.Mutex
	running *probing
}

type probing struct {
	done     chan struct{}
	degraded []chat.Fault // when err is nil
	err      error
}

// ask answers what question did, or chat.ErrUnavailable when that takes too long.
func (p *probe) ask(ctx context.Context, question func(context.Context) ([]chat.Fault, error)) ([]chat.Fault, error) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	p.mu.Lock()
	at := p.running
	if at == nil {
		at = &probing{done: make(chan struct{}), err: chat.ErrUnavailable}
		p.running = at
		go p.run(context.WithoutCancel(ctx), at, question)
	}
	p.mu.Unlock()
	select {
	case <-at.done:
		return at.degraded, at.err
	case <-ctx.Done():
		return nil, chat.ErrUnavailable
	}
}

func (p *probe) run(ctx context.Context, at *probing, question func(context.Context) ([]chat.Fault, error)) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	defer func() {
		_ = recover() // a store that panics is not ready; whoever asks it for more hears of it
		p.mu.Lock()
		p.running = nil
		p.mu.Unlock()
		close(at.done)
	}()
	at.degraded, at.err = question(ctx)
}
