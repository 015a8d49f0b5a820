package desk

import (
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// The errors of a desk, beside those of package chat. Test with errors.Is.
var (
	// ErrUnauthenticated: the principal was revoked, is unknown, or is not what it claims to be.
	ErrUnauthenticated = errors.New("desk: unauthenticated")
	// ErrForbidden: the holder of this handle may not do that.
	ErrForbidden = errors.New("desk: forbidden")
	// ErrNotFound: there is no such thing, or it is somebody else's.
	ErrNotFound = errors.New("desk: not found")
	// ErrOutsideHours: nothing new begins now. A Refusal says when it does.
	ErrOutsideHours = errors.New("desk: outside the hours")
	// ErrQueueFull: the queue is at its limit.
	ErrQueueFull = errors.New("desk: queue full")
	// ErrNoAgent: nobody who could answer is there.
	ErrNoAgent = errors.New("desk: no agent")
	// ErrAtCapacity: the agent who was to take it has no capacity left for it. Who takes one for oneself finds chat.ErrState in it
	// too, and who gives one to somebody ErrNoAgent.
	ErrAtCapacity = errors.New("desk: at capacity")
	// ErrNotAvailable: the agent who was to take it is not accepting chats. It comes with chat.ErrState or ErrNoAgent likewise.
	ErrNotAvailable = errors.New("desk: not accepting chats")
	// ErrOtherOpen: the visitor has another session open, so that this one cannot be taken up again. It comes with chat.ErrState.
	ErrOtherOpen = fmt.Errorf("%w: the visitor has another session open", chat.ErrState)
	// ErrIDReused: the command's id was used for another command.
	ErrIDReused = errors.New("desk: id reused")
	// ErrBanned: the visitor is banned.
	ErrBanned = errors.New("desk: banned")
	// ErrTooLarge: more than the desk takes at once.
	ErrTooLarge = errors.New("desk: too large")
	// ErrRateLimited: too many at a time.
	ErrRateLimited = errors.New("desk: rate limited")
	// ErrErasing: the visitor is being erased, which goes on by itself. It is no failure.
	ErrErasing = errors.New("desk: the erasure goes on")
	// ErrRevision: the setting was changed since it was read.
	ErrRevision = errors.New("desk: revision mismatch")
	// ErrCursorExpired: the stream cannot go on from there. Read the state again.
	ErrCursorExpired = errors.New("desk: cursor expired")
	// ErrUnavailable: the store did not answer, and the outcome is unknown. The same command id gets the answer.
	ErrUnavailable = errors.New("desk: unavailable")
	// ErrNewer: a newer release wrote a record that this would change. Nothing was changed; a node of that release can.
	ErrNewer = records.ErrNewer
)

// Refusal is why a session could not begin. It unwraps to ErrOutsideHours, ErrQueueFull or ErrNoAgent.
type Refusal struct {
	Reason   error
	NextOpen time.Time // zero: unknown
}

// Error implements error.
func (r *Refusal) Error() string { return r.Reason.Error() }

// Unwrap gives errors.Is the reason.
func (r *Refusal) Unwrap() error { return r.Reason }

// Limited is why something is refused that is asked for too often. It unwraps to ErrRateLimited.
type Limited struct {
	What  string        // what there is too much of
	After time.Duration // until it may be asked for again
}

// Error implements error.
func (l *Limited) Error() string { return ErrRateLimited.Error() + ": " + l.What }

// Unwrap gives errors.Is the sentinel.
func (l *Limited) Unwrap() error { return ErrRateLimited }

// cannotTake is why an agent cannot take a session: ErrAtCapacity or ErrNotAvailable, and what that means to the caller.
type cannotTake struct {
	why   error
	means error // chat.ErrState or ErrNoAgent
	text  string
}

// Error implements error.
func (c *cannotTake) Error() string { return c.text }

// Unwrap gives errors.Is both.
func (c *cannotTake) Unwrap() []error { return []error{c.why, c.means} }

// taken says what it means to the caller that an agent could not take a session; other errors stay.
func taken(err, means error) error {
	for _, why := range []error{ErrAtCapacity, ErrNotAvailable} {
		if errors.Is(err, why) {
			return &cannotTake{why, means, err.Error()}
		}
	}
	return err
}

// Unready is why a node should get no requests for now. It unwraps to ErrUnavailable, and to the cause if there is one.
type Unready struct {
	Why   string // in words that anybody may read
	Cause error
}

// Error implements error.
func (u *Unready) Error() string {
	if u.Cause == nil {
		return ErrUnavailable.Error() + ": " + u.Why
	}
	return ErrUnavailable.Error() + ": " + u.Why + ": " + u.Cause.Error()
}

// Unwrap gives errors.Is the sentinel and the cause.
func (u *Unready) Unwrap() []error {
	if u.Cause == nil {
		return []error{ErrUnavailable}
	}
	return []error{ErrUnavailable, u.Cause}
}

// unavailable marks what the store could not answer.
func unavailable(err error) error {
	if err == nil || errors.Is(err, ErrUnavailable) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
