package routing

import (
	"errors"
	"fmt"
)

// Errors of New, Admit and the Pool. Test with errors.Is; ErrOfferGone comes as an
// [*OfferGoneError] with the state the offer is in.
var (
	ErrConfig       = errors.New("routing: invalid config")
	ErrQueueFull    = errors.New("routing: queue full")
	ErrWaitTooLong  = errors.New("routing: promised wait cannot be kept")
	ErrNoRoute      = errors.New("routing: no such queue or channel")
	ErrOfferGone    = errors.New("routing: offer gone")
	ErrUnknown      = errors.New("routing: unknown request or agent")
	ErrExists       = errors.New("routing: request exists")
	ErrNotAllowed   = errors.New("routing: not possible in this state")
	ErrAtCapacity   = errors.New("routing: agent at capacity")
	ErrInvalidState = errors.New("routing: invalid snapshot")
)

// OfferState is what became of an offer.
type OfferState uint8

// The states of an offer.
const (
	OfferPending OfferState = iota + 1
	OfferAccepted
	OfferDeclined
	OfferExpired
	OfferRescinded
	OfferWrapping
	OfferUnknown
)

var offerStateNames = [...]string{"", "pending", "accepted", "declined", "expired", "rescinded", "wrapping", "unknown"}

// String returns the state's name in lower case.
func (s OfferState) String() string { return nameOf(offerStateNames[:], int(s)) }

// OfferGoneError says that an offer can no longer be answered, and why.
type OfferGoneError struct {
	Request string
	Agent   string
	State   OfferState
}

// Error names the request, the agent and the state.
func (e *OfferGoneError) Error() string {
	return fmt.Sprintf("routing: offer of %s to %s gone: %s", e.Request, e.Agent, e.State)
}

// Is makes errors.Is(err, ErrOfferGone) true.
func (e *OfferGoneError) Is(target error) bool { return target == ErrOfferGone }
