package desk

import (
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Refusal says why a session could not begin. It unwraps to ErrOutsideHours, ErrQueueFull or
// ErrNoAgent.
type Refusal struct {
	Reason   error
	NextOpen time.Time // zero: unknown
}

// Error implements error.
func (r *Refusal) Error() string { return r.Reason.Error() }

// Unwrap gives errors.Is the reason.
func (r *Refusal) Unwrap() error { return r.Reason }

// Limited says that something was asked for too often. It unwraps to ErrRateLimited.
type Limited struct {
	What  string        // of which there was too much
	After time.Duration // until it may be asked for again
}

// Error implements error.
func (l *Limited) Error() string { return chat.ErrRateLimited.Error() + ": " + l.What }

// Unwrap gives errors.Is the sentinel.
func (l *Limited) Unwrap() error { return chat.ErrRateLimited }

// cannotTake says why an agent cannot take a session (ErrAtCapacity or ErrNotAvailable), and what
// that means to the caller.
type cannotTake struct {
	why   error
	means error // chat.ErrState or ErrNoAgent
	text  string
}

// Error implements error.
func (c *cannotTake) Error() string { return c.text }

// Unwrap gives errors.Is both.
func (c *cannotTake) Unwrap() []error { return []error{c.why, c.means} }

// taken adds to an error that an agent could not take a session what that means to the caller.
// Other errors stay as they are.
func taken(err, means error) error {
	for _, why := range []error{chat.ErrAtCapacity, chat.ErrNotAvailable} {
		if errors.Is(err, why) {
			return &cannotTake{why, means, err.Error()}
		}
	}
	return err
}

// Unready says why a node should get no requests for now. It unwraps to ErrUnavailable, and to the
// cause if there is one.
type Unready struct {
	Why   string // in words that anybody may read
	Cause error
}

// Error implements error.
func (u *Unready) Error() string {
	if u.Cause == nil {
		return chat.ErrUnavailable.Error() + ": " + u.Why
	}
	return chat.ErrUnavailable.Error() + ": " + u.Why + ": " + u.Cause.Error()
}

// Unwrap gives errors.Is the sentinel and the cause.
func (u *Unready) Unwrap() []error {
	if u.Cause == nil {
		return []error{chat.ErrUnavailable}
	}
	return []error{chat.ErrUnavailable, u.Cause}
}

// unavailable marks an error of the store as chat.ErrUnavailable.
func unavailable(err error) error {
	return records.Unavailable(err)
}
