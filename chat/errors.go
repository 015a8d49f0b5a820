package chat

import (
	"errors"
	"fmt"
)

// The errors of a session. Test with errors.Is.
var (
	// ErrInvalid: the input is wrong; the text names the field. Nothing changed.
	ErrInvalid = errors.New("chat: invalid")
	// ErrClosed: the session has ended; a message to it is refused.
	ErrClosed = errors.New("chat: session closed")
	// ErrState: the command does not fit the state the session is in.
	ErrState = errors.New("chat: not in this state")
	// ErrOfferGone: the offer was accepted by somebody else, declined, has expired or was
	// rescinded.
	ErrOfferGone = errors.New("chat: offer gone")
	// ErrVisitorGone: who was to be spoken to is not known to be there.
	ErrVisitorGone = errors.New("chat: the visitor is not there")
	// ErrNotOwner: the command is the owning agent's, and the caller is not.
	ErrNotOwner = errors.New("chat: not the owner")
	// ErrWindow: the time in which a closed session may be reopened, or a rating given, is over.
	ErrWindow = errors.New("chat: window over")
)

// The errors of whoever acts on sessions: a desk, and a host that wires the packages by hand. Test
// with errors.Is.
var (
	// ErrUnauthenticated: the principal was revoked, is unknown, or is not what it claims to be.
	ErrUnauthenticated = errors.New("chat: unauthenticated")
	// ErrForbidden: the principal may not do that.
	ErrForbidden = errors.New("chat: forbidden")
	// ErrNoAgentRecord: the host says who this agent is, and the desk has no record of them, or
	// they were removed. To sign in again helps nobody: Host.EnsureAgent or Config.NewAgent of
	// package desk makes the record. It is an ErrForbidden, and for who was removed an
	// ErrUnauthenticated too: their principals are refused.
	ErrNoAgentRecord = fmt.Errorf("%w: the desk has no record of this agent", ErrForbidden)
	// ErrNotFound: there is no such thing, or it is somebody else's.
	ErrNotFound = errors.New("chat: not found")
	// ErrOutsideHours: nothing new begins now. A desk.Refusal says when it does.
	ErrOutsideHours = errors.New("chat: outside the hours")
	// ErrNotOffered: chat is not offered here: on this page, or to this visitor.
	ErrNotOffered = errors.New("chat: not offered here")
	// ErrQueueFull: the queue is at its limit.
	ErrQueueFull = errors.New("chat: queue full")
	// ErrNoAgent: nobody who could answer is there.
	ErrNoAgent = errors.New("chat: no agent")
	// ErrAtCapacity: the agent who was to take it has no capacity left for it. It comes with
	// ErrState for whoever takes a session for oneself, and with ErrNoAgent for whoever gives one
	// to somebody.
	ErrAtCapacity = errors.New("chat: at capacity")
	// ErrNotAvailable: the agent who was to take it is not accepting chats. It comes with ErrState
	// or ErrNoAgent likewise.
	ErrNotAvailable = errors.New("chat: not accepting chats")
	// ErrOtherOpen: the visitor has another session open, so that this one cannot be taken up
	// again. It comes with ErrState.
	ErrOtherOpen = fmt.Errorf("%w: the visitor has another session open", ErrState)
	// ErrReplyWindow: the visitor writes by a messenger that takes no words of one's own now, until
	// they write again.
	ErrReplyWindow = errors.New("chat: the messenger's time to answer is over")
	// ErrIDReused: the command's id was used for another command.
	ErrIDReused = errors.New("chat: id reused")
	// ErrBanned: the visitor is banned.
	ErrBanned = errors.New("chat: banned")
	// ErrTooLarge: more than is taken at once.
	ErrTooLarge = errors.New("chat: too large")
	// ErrRateLimited: too many at a time. A desk.Limited says when it may be asked for again.
	ErrRateLimited = errors.New("chat: rate limited")
	// ErrErasing: the visitor is being erased, which goes on by itself. It is no failure.
	ErrErasing = errors.New("chat: the erasure goes on")
	// ErrRevision: the setting was changed since it was read.
	ErrRevision = errors.New("chat: revision mismatch")
	// ErrCursorExpired: the stream cannot go on from there. Read the state again.
	ErrCursorExpired = errors.New("chat: cursor expired")
	// ErrUnavailable: the store did not answer, and the outcome is unknown. The same command id
	// gets the answer.
	ErrUnavailable = errors.New("chat: unavailable")
	// ErrNewer: a newer release wrote a record that this would change. Nothing was changed; a node
	// of that release can.
	ErrNewer = errors.New("chat: written by a newer release")
)

// invalid names the field that is wrong and says how.
func invalid(field, how string) error { return fmt.Errorf("%w: %s: %s", ErrInvalid, field, how) }

// notIn says that the command does not fit the state.
func notIn(s State) error {
	if s.Ended() {
		return fmt.Errorf("%w: it is %s", ErrClosed, s)
	}
	return fmt.Errorf("%w: it is %s", ErrState, s)
}
