package guard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// Guard calls hooks. It holds no state, and is safe for concurrent use.
type Guard struct{ cfg Config }

// Config is what a Guard is made of. Told may be nil, and then so may Tick; the rest is required.
type Config struct {
	Log   *slog.Logger  // hears of panics
	Limit time.Duration // how long a hook may take
	// Told is told how each call ended: ok, error, timeout, cancelled or panic. It must return at
	// once.
	Told func(hook, outcome string, took time.Duration)
	Tick func() time.Time // the clock of intervals
}

// New returns a Guard.
func New(cfg Config) Guard { return Guard{cfg} }

// Within returns a context that ends after the limit. Whoever has several steps for one hook
// gives all of them this one.
func (g Guard) Within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, g.cfg.Limit)
}

// Call calls a hook, whose name is for the figures, and returns its error. A hook that panics, and
// one that is not back when ctx ends, gives an error too. The stack of a panic goes to the log
// alone: the error may end up in a timeline, where visitors read it.
//
// After an error the hook may still run. So it hands its answer over by a channel with room for
// it, and not by a variable.
func (g Guard) Call(ctx context.Context, name string, hook func() error) error {
	if g.cfg.Told == nil {
		_, err := g.call(ctx, hook)
		return err
	}
	began := g.cfg.Tick()
	panicked, err := g.call(ctx, hook)
	g.cfg.Told(name, outcome(ctx, panicked, err), g.cfg.Tick().Sub(began))
	return err
}

// call reports whether the hook panicked.
func (g Guard) call(ctx context.Context, hook func() error) (panicked bool, err error) {
	type end struct {
		panicked bool
		err      error
	}
	result := make(chan end, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				say := []any{"error", fmt.Sprint(r), "stack", string(debug.Stack())}
				g.cfg.Log.ErrorContext(ctx, "a hook panicked", say...)
				result <- end{true, fmt.Errorf("desk: hook panicked: %v", r)}
			}
		}()
		result <- end{err: hook()}
	}()
	select {
	case e := <-result:
		return e.panicked, e.err
	case <-ctx.Done():
		return false, fmt.Errorf("desk: hook: %w", ctx.Err())
	}
}

// outcome says how a call ended. A hook that heeds its context fails by it.
func outcome(ctx context.Context, panicked bool, err error) string {
	switch {
	case panicked:
		return "panic"
	case err == nil:
		return "ok"
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "timeout"
	case ctx.Err() != nil:
		return "cancelled"
	}
	return "error"
}
