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
	// ErrOfferGone: the offer was accepted by somebody else, declined, has expired or was rescinded.
	ErrOfferGone = errors.New("chat: offer gone")
	// ErrNotOwner: the command is the owning agent's, and the caller is not.
	ErrNotOwner = errors.New("chat: not the owner")
	// ErrWindow: the time in which a closed session may be reopened, or a rating given, is over.
	ErrWindow = errors.New("chat: window over")
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
