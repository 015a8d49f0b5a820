package guard

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// Guard calls hooks. It holds no state, and is safe for concurrent use.
type Guard struct {
	log   *slog.Logger
	limit time.Duration
}

// New returns a Guard that logs panics, and gives each hook at most limit.
func New(log *slog.Logger, limit time.Duration) Guard { return Guard{log, limit} }

// Within returns a context that ends after the limit. Whoever has several steps for one hook
// gives all of them this one.
func (g Guard) Within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, g.limit)
}

// Call calls a hook and returns its error. A hook that panics, and one that is not back when ctx
// ends, gives an error too. The stack of a panic goes to the log alone: the error may end up in a
// timeline, where visitors read it.
//
// After an error the hook may still run. So it hands its answer over by a channel with room for
// it, and not by a variable.
func (g Guard) Call(ctx context.Context, hook func() error) error {
	result := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				stack := string(debug.Stack())
				g.log.Error("a hook panicked", "error", fmt.Sprint(r), "stack", stack)
				result <- fmt.Errorf("desk: hook panicked: %v", r)
			}
		}()
		result <- hook()
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return fmt.Errorf("desk: hook: %w", ctx.Err())
	}
}
