package trigger

import "time"

// Result is what one look at a visitor comes to.
type Result struct {
	Fires []Fire    `json:"fires,omitempty"` // in the order of firing; each still has to be claimed
	Held  []Fire    `json:"held,omitempty"`  // would fire, but the visitor is in the holdout group: claim, show nothing
	Ends  []Ending  `json:"ends,omitempty"`  // open prompts that must go now
	Next  time.Time `json:"next,omitzero"`   // look again then, if nothing happens before; zero: only an event can change anything
	Holds []Hold    `json:"holds,omitempty"` // goes into the next Visit
	// Overrun says that the patterns cost more than Config.Budget, and some rules were left out.
	Overrun bool `json:"overrun,omitempty"`
}

// Fire is a rule that fires. Only those of a Result, or read from JSON, have a Deed.
type Fire struct {
	*Deed
	Expires time.Time `json:"expires,omitzero"`
}

// Deed is what a rule, or one variant of it, does when it fires. It is the Set's own: not to be changed.
type Deed struct {
	Rule    string   `json:"rule"`
	Variant string   `json:"variant,omitempty"`
	Group   string   `json:"group,omitempty"`
	Do      []Action `json:"do,omitempty"`
}

// Ending is a prompt to be taken back: [History.End] it with this Fate.
type Ending struct {
	Rule   string `json:"rule"`
	Fate   Fate   `json:"fate"` // Expired or Withdrawn
	Reason string `json:"reason"`
}

// Wait returns how long after now the next look is due, at least 0; false if only an event can change anything.
func (r *Result) Wait(now time.Time) (time.Duration, bool) {
	return max(0, r.Next.Sub(now)), !r.Next.IsZero()
}

func (r *Result) reset() {
	*r = Result{Fires: r.Fires[:0], Held: r.Held[:0], Ends: r.Ends[:0], Holds: r.Holds[:0]}
}
