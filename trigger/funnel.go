package trigger

import (
	"cmp"
	"slices"
)

// A funnel is counted from events, one at a time and in any order, so that a host may count what
// it has stored, what it streams, or one day of either. It does not look whether the events belong
// together: an accepted prompt whose showing lies before the first event makes a Rate above what
// was shown, and a host that cuts by day has to bear that.

// Funnel counts the events of prompts, per rule and variant. The zero Funnel is empty.
type Funnel struct{ steps map[[2]string]*Step }

// Step is one rule's (or variant's) way from shown to accepted.
type Step struct {
	Rule      string `json:"rule"`
	Variant   string `json:"variant,omitempty"`
	Shown     int    `json:"shown"`
	Held      int    `json:"held"` // would have been shown, but to the holdout group
	Accepted  int    `json:"accepted"`
	Dismissed int    `json:"dismissed"`
	Expired   int    `json:"expired"`
	Withdrawn int    `json:"withdrawn"`
}

// Add counts an event; one with an unknown fate is not counted.
func (f *Funnel) Add(e Event) {
	key := [2]string{e.Rule, e.Variant}
	s := f.steps[key]
	if s == nil {
		// The map is made with the first event, so that the zero Funnel works.
		if f.steps == nil {
			f.steps = map[[2]string]*Step{}
		}
		s = &Step{Rule: e.Rule, Variant: e.Variant}
		f.steps[key] = s
	}
	switch e.Fate {
	case Shown:
		if e.Held {
			// Who is in the holdout group saw nothing. Comparing what became of both is what it is
			// for.
			s.Held++
		} else {
			s.Shown++
		}
	case Accepted:
		s.Accepted++
	case Dismissed:
		s.Dismissed++
	case Expired:
		s.Expired++
	case Withdrawn:
		s.Withdrawn++
	}
}

// Steps returns the counts by rule and variant, ascending.
func (f *Funnel) Steps() []Step {
	out := make([]Step, 0, len(f.steps))
	for _, s := range f.steps {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Step) int { return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Variant, b.Variant)) })
	return out
}

// Rate returns the share of shown prompts that were accepted, 0 to 1; 0 if none was shown.
func (s Step) Rate() float64 {
	if s.Shown == 0 {
		return 0
	}
	return float64(s.Accepted) / float64(s.Shown)
}
