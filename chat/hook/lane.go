package hook

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Lane is what a Channel has to remember of one customer, as a desk keeps it in its store.
type Lane struct {
	At    chat.Line // whose: the channel, the account and the customer's id there
	Value []byte    // the channel's own, as JSON; empty: nothing is remembered
	Busy  bool      // the channel has something to do in it, now or later
	Due   time.Time // when it has; zero: now
	Rev   uint64    // as of which it was read; 0: there was none
}

// Carrier is a Channel with work of its own, which it keeps in the lanes of a desk. A desk drives
// it on the node that leads.
type Carrier interface {
	Channel
	// Step does what is due, and returns when there is something to do next: the zero Time is when
	// something changes. It is for one caller at a time. What takes long may go on under ctx after
	// it has returned. Called with a ctx that has ended, it returns when nothing goes on any more:
	// a desk does so before Run returns.
	Step(ctx context.Context, now time.Time) (next time.Time, err error)
}

// ErrChanged says that a Lane was changed since it was read: read it again.
var ErrChanged = errors.New("hook: changed meanwhile")
