package records

import "time"

// Claim is the value of the lease and of its beat.
type Claim struct {
	Node string    `json:"node"`
	At   time.Time `json:"at"`             // the holder's time of day, by which others measure how far it is off
	Beat int64     `json:"beat,omitempty"` // the number of the renewal in its term; 0: the take-over

	Invites Quotas `json:"invites,omitzero"`
}
