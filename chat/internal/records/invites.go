package records

import "github.com/switchboard-go/switchboard/chat"

// Invites is what a node says of the prompts that stand, as part of its Attendance.
type Invites struct {
	Round  int64      `json:"round,omitempty"` // of the quotas it goes by
	Queues []Inviting `json:"queues"`          // by id
}

// Inviting is the prompts of one node that lead to one queue.
type Inviting struct {
	Queue  chat.QueueID `json:"queue"`
	Holds  int          `json:"holds"`          // that stand
	Allows int          `json:"allows"`         // that may stand, as far as the node knows
	Rate   int          `json:"rate,omitempty"` // of a hundred of them so many are accepted, at most
	Short  bool         `json:"short,omitempty"`
}

// Quotas is how many prompts each node may have standing, as part of the leader's beat. A round is
// higher than all before, whoever leads.
type Quotas struct {
	Round int64   `json:"round,omitempty"`
	Nodes []Quota `json:"nodes,omitempty"` // by node and queue
}

// Quota is that of one node and queue.
type Quota struct {
	Node   string       `json:"node"`
	Queue  chat.QueueID `json:"queue"`
	Allows int          `json:"allows"`
	Most   int          `json:"most"` // that a node may go by which has not heard of this round yet
}

// Of returns the quota of a node; zero if it has none.
func (qs Quotas) Of(node string, q chat.QueueID) Quota {
	for _, x := range qs.Nodes {
		if x.Node == node && x.Queue == q {
			return x
		}
	}
	return Quota{Node: node, Queue: q}
}

// Of returns what is said of a queue; zero if nothing is.
func (is *Invites) Of(q chat.QueueID) Inviting {
	if is != nil {
		for _, x := range is.Queues {
			if x.Queue == q {
				return x
			}
		}
	}
	return Inviting{Queue: q}
}
