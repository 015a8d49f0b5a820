package records

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Visitors is the value of presence/<node>/<shard>: which visitors with a session are connected to
// the node, or were last. Nothing else is said of them.
type Visitors struct {
	Here   []chat.VisitorID `json:"here,omitempty"`   // sorted
	Hidden []chat.VisitorID `json:"hidden,omitempty"` // likewise: who looks at no page
	Gone   []Gone           `json:"gone,omitempty"`   // by visitor
}

// Gone is a visitor who was connected to a node.
type Gone struct {
	Visitor chat.VisitorID `json:"visitor"`
	At      time.Time      `json:"at"` // when the last page went
	Hidden  bool           `json:"hidden,omitempty"`
}
