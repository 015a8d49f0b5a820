package channel

import "slices"

// State is how far a message came on its way to the customer.
type State string

// The states, the lower first.
const (
	Queued    State = "queued"    // it waits
	Sent      State = "sent"      // the platform took it
	Delivered State = "delivered" // it is on the customer's device
	Read      State = "read"      // the customer has seen it
	// Failed is the end of a message that never got there. It follows Queued and Sent alone.
	Failed State = "failed"
)

// order are the states that a message goes up through.
var order = []State{Queued, Sent, Delivered, Read}

// Next is the state after a platform told another one. It only goes upward: platforms tell late,
// twice and in any order. A state that is not listed changes nothing.
func (s State) Next(told State) State {
	switch {
	case s == Failed:
		return s
	case told == Failed && (s == "" || s == Queued || s == Sent):
		return told
	case slices.Index(order, told) > slices.Index(order, s):
		return told
	}
	return s
}

// Lowest is the state of a message that went out in parts: as far as all of them came. One that
// failed makes all of it fail. Without parts it is Queued.
func Lowest(parts ...State) State {
	if len(parts) == 0 {
		return Queued
	}
	if slices.Contains(parts, Failed) {
		return Failed
	}
	low := len(order) - 1
	for _, p := range parts {
		low = min(low, max(slices.Index(order, p), 0))
	}
	return order[low]
}
