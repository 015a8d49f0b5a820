package desk

import (
	"context"
	"sync"
)

// aside reads how things stand beside a stream's loop, so that an entry that comes meanwhile is sent at once: where the store
// is far away such a reading takes several round trips. One reading is under way at a time. Its end wakes the stream. The zero
// aside is ready.
type aside[T any] struct {
	mu    sync.Mutex
	busy  bool
	done  bool // value and err are there to be taken
	value *T   // large, and there only in between
	err   error
}

// begin reads, in the loop itself where Config.InFlight lets nothing go on at a time. The stream must not be reading.
func (a *aside[T]) begin(s *stream, read func(context.Context) (T, error)) {
	a.mu.Lock()
	a.busy = true
	a.mu.Unlock()
	// A stream that rests holds no context of its own: most of them read once.
	ctx, stop := context.WithCancel(s.ctx)
	s.stop = stop
	fetch := func() {
		defer stop()
		value, err := read(ctx)
		a.mu.Lock()
		a.busy, a.done, a.value, a.err = false, true, &value, err
		a.mu.Unlock()
		s.listener.Nudge()
	}
	if s.d.cfg.InFlight == 1 {
		fetch()
		return
	}
	s.reads.Go(fetch)
}

// reading reports whether it is under way.
func (a *aside[T]) reading() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.busy
}

// take hands over what was read, once.
func (a *aside[T]) take(s *stream) (value T, ok bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if ok, err = a.done, a.err; ok {
		s.stop = nil
	}
	if a.value != nil {
		value = *a.value
	}
	a.value, a.done, a.err = nil, false, nil
	return value, ok, err
}
