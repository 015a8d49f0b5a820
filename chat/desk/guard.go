package desk

import (
	"context"
	"fmt"
	"runtime/debug"
)

// guard keeps a hook that panics or hangs from taking the desk with it. The stack of a panic is in the log: its error goes
// where the hook's would, and that may be a timeline.
func (d *Desk) guard(ctx context.Context, hook func() error) error {
	result := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				d.cfg.Logger.Error("a hook panicked", "error", fmt.Sprint(r), "stack", string(debug.Stack()))
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
