package trigger

import (
	"encoding/json"
	"fmt"
	"time"
)

// Result is the answer of one evaluation of a visit.
type Result struct {
	Fires []Fire    `json:"fires,omitempty"` // in the order of firing; each still has to be claimed
	Held  []Fire    `json:"held,omitempty"`  // would fire, but the visitor is in the holdout group: claim, show nothing
	Ends  []Ending  `json:"ends,omitempty"`  // open prompts that must go now
	Next  time.Time `json:"next,omitzero"`   // when to evaluate again if nothing happens before; zero: only an event can change anything
	Holds []Hold    `json:"holds,omitempty"` // goes into the next Visit
	// Overrun says that the patterns cost more than Config.Budget, and some rules were left out.
	Overrun bool `json:"overrun,omitempty"`
}

// Fire is a rule that fires. The zero value is no rule's.
type Fire struct {
	outcome *outcome
	Expires time.Time // when a prompt shown now ends; zero if it shows none
}

// outcome is what a rule, or one of its variants, does when it fires.
type outcome struct {
	Rule    string   `json:"rule"`
	Variant string   `json:"variant,omitempty"`
	Group   string   `json:"group,omitempty"`
	Do      []Action `json:"do,omitempty"`
}

// Rule returns the ID of the rule that fires.
func (f Fire) Rule() string { return f.theOutcome().Rule }

// Variant returns the ID of the variant this visitor gets; "" if the rule has none.
func (f Fire) Variant() string { return f.theOutcome().Variant }

// Group returns the rule's; "" if it has none.
func (f Fire) Group() string { return f.theOutcome().Group }

// Do returns what happens. It is the Set's own, and must not be changed.
func (f Fire) Do() []Action { return f.theOutcome().Do }

// theOutcome returns what the Fire is of; an empty one for the zero Fire.
func (f Fire) theOutcome() *outcome {
	if f.outcome == nil {
		return &outcome{}
	}
	return f.outcome
}

// fireJSON is the JSON form of a Fire.
type fireJSON struct {
	*outcome
	Expires time.Time `json:"expires,omitzero"`
}

// MarshalJSON writes rule, variant, group, do and expires.
func (f Fire) MarshalJSON() ([]byte, error) { return json.Marshal(fireJSON{f.theOutcome(), f.Expires}) }

// UnmarshalJSON reads what [Fire.MarshalJSON] writes.
func (f *Fire) UnmarshalJSON(b []byte) error {
	w := fireJSON{outcome: &outcome{}}
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("trigger: fire: %w", err)
	}
	*f = Fire{w.outcome, w.Expires}
	return nil
}

// Ending is a prompt to be taken back: [History.End] it with this Fate.
type Ending struct {
	Rule   string `json:"rule"`
	Fate   Fate   `json:"fate"` // Expired or Withdrawn
	Reason string `json:"reason"`
}

// Wait returns how long after now the next evaluation is due, at least 0. ok is false if only an
// event can change anything.
func (r *Result) Wait(now time.Time) (d time.Duration, ok bool) {
	return max(0, r.Next.Sub(now)), !r.Next.IsZero()
}

// reset empties the lists, and keeps their memory.
func (r *Result) reset() {
	*r = Result{Fires: r.Fires[:0], Held: r.Held[:0], Ends: r.Ends[:0], Holds: r.Holds[:0]}
}
