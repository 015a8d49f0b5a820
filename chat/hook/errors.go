package hook

import "errors"

// The errors by which a hook that sends something tells more than that it failed. Any other error
// says that nothing was sent, and that it may be tried again.
var (
	// ErrRefused: it never will be sent. It is not tried again, and an agent sees to the session.
	ErrRefused = errors.New("hook: refused")
	// ErrUnknown: it may have been sent. It is tried again, and both the hook and the timeline are
	// told that it may come twice.
	ErrUnknown = errors.New("hook: outcome unknown")
)
