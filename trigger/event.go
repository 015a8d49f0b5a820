package trigger

import "time"

// Event is one step of a prompt's way, for the host's records and for a [Funnel].
type Event struct {
	Fate    Fate      `json:"fate"`
	Rule    string    `json:"rule"`
	Variant string    `json:"variant,omitempty"`
	Visitor string    `json:"visitor,omitempty"`
	Held    bool      `json:"held,omitempty"` // the visitor is in the holdout group: nothing was shown
	At      time.Time `json:"at"`
}
