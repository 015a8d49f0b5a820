package records

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Attendance is the value of presence/<node>: which agents are connected to the node.
type Attendance struct {
	Node   string      `json:"node"`
	At     time.Time   `json:"at"` // the node's time of day, by which others measure how far it is off
	Beat   int64       `json:"beat"`
	Agents []Attending `json:"agents"` // by id

	Invites *Invites `json:"invites,omitempty"` // nil: no prompt of this node stands
}

// Attending is one agent who is connected to a node, or was.
type Attending struct {
	Agent chat.AgentID `json:"agent"`
	Gone  time.Time    `json:"gone,omitzero"` // when the last stream ended; zero: one is open
	// RefusedFrom is the version of the agent from which on each of the open streams is refused,
	// and is about to end. 0: an older release, which does not say, or none is open.
	RefusedFrom int64 `json:"refused_from,omitempty"`
	Calls       bool  `json:"calls,omitempty"` // no stream is open, and calls count as a connection
}
