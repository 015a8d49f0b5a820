package desk

import (
	"context"
	"fmt"
	"runtime/debug"
)

// guard calls a hook so that its panic or delay does not reach the desk. The stack of a panic goes
// to the log alone: the error may end up in a timeline.
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
