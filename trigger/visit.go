package trigger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Visit is what is known about a visitor who looks at a page now: plain values from the beacon,
// which the host completes with what only it may say (agents.free, visitor.tier, visitor.vip). The
// zero Visit is a visitor nothing is known about.
type Visit struct {
	Visitor  string           `json:"visitor,omitempty"` // attribute visitor.id; without it a rollout leaves the visitor out
	URL      string           `json:"url,omitempty"`     // the page: page.url, page.host, page.path, page.query.<key>, utm.<key>
	Referrer string           `json:"referrer,omitempty"`
	Title    string           `json:"title,omitempty"`
	Started  time.Time        `json:"started,omitzero"` // when the visit began: site.dwell, and caps per visit
	Entered  time.Time        `json:"entered,omitzero"` // when this page was entered: page.dwell
	Active   time.Time        `json:"active,omitzero"`  // the last sign of life: idle
	Moments  []Moment         `json:"moments,omitempty"`
	Attrs    map[string]Value `json:"attrs,omitempty"` // all other attributes, built in or of Config.Schema
	Holds    []Hold           `json:"holds,omitempty"` // from the last Result, unchanged
}

// Hold says since when a rule with a hold has been true without a break, as a look at Seen found
// it. Entered and Active are the visit's at that look: with them the next one finds breaks in
// between. The zero Seen is Since; a zero Entered or Active is not known.
type Hold struct {
	Rule    string    `json:"rule"`
	Since   time.Time `json:"since"`
	Seen    time.Time `json:"seen,omitzero"`
	Entered time.Time `json:"entered,omitzero"`
	Active  time.Time `json:"active,omitzero"`
}

// Moment is something that just happened. Time passing needs no moment: it is part of every look.
type Moment string

// The moments.
const (
	OnPage   Moment = "page"   // a page was entered
	OnCart   Moment = "cart"   // the cart changed
	OnExit   Moment = "exit"   // the pointer heads out of the window
	OnAgents Moment = "agents" // the number of free agents changed
	OnChat   Moment = "chat"   // a chat started or ended
	OnTimer  Moment = "timer"  // time passed
	OnIdle   Moment = "idle"   // time passed without a sign of life
	OnHours  Moment = "hours"  // time passed, and a schedule opened or closed
)

// OnEvent returns the moment of an event the host raised; [Visit.Attrs] has it as event.name as
// well, if the host puts it there. The empty name means every event. A visit has one event.name:
// who has several events to tell asks once for each, oldest first, with the Holds of the answer
// before, and not sooner than a second after a look at which a rule fired.
func OnEvent(name string) Moment {
	if name == "" {
		return "event"
	}
	return Moment("event:" + name)
}

// The bounds of a Visit, which [Visit.Check] and decoding enforce. Texts longer than MaxText are
// cut there by Eval.
const (
	MaxText    = 2048
	MaxAttrs   = 128
	MaxList    = 128
	MaxMoments = 16
	MaxHolds   = 16
)

// Check reports whether the visit is within its bounds; the error is an [ErrVisit] and names the
// field.
func (v Visit) Check() error {
	for _, x := range [...]struct{ name, s string }{
		{"visitor", v.Visitor}, {"url", v.URL}, {"referrer", v.Referrer}, {"title", v.Title},
	} {
		if len(x.s) > MaxText {
			return fmt.Errorf("%w: %s is longer than %d bytes", ErrVisit, x.name, MaxText)
		}
	}
	switch {
	case len(v.Attrs) > MaxAttrs:
		return fmt.Errorf("%w: attrs has more than %d members", ErrVisit, MaxAttrs)
	case len(v.Moments) > MaxMoments:
		return fmt.Errorf("%w: moments has more than %d items", ErrVisit, MaxMoments)
	case len(v.Holds) > MaxHolds:
		return fmt.Errorf("%w: holds has more than %d items", ErrVisit, MaxHolds)
	}
	for name, x := range v.Attrs {
		if len(name) > maxName || len(x.str) > MaxText || len(x.list) > MaxList || !x.finite() {
			return fmt.Errorf("%w: attrs: %s is too long or not a number", ErrVisit, quote(name))
		}
		for _, s := range x.list {
			if len(s) > MaxText {
				return fmt.Errorf("%w: attrs: %s has an item longer than %d bytes", ErrVisit, quote(name), MaxText)
			}
		}
	}
	return nil
}

// UnmarshalJSON implements [json.Unmarshaler]. It refuses unknown members and whatever Check
// refuses. Of what cannot be decoded the error holds [Faults], all at once, whose pointers are
// places in the visit.
func (v *Visit) UnmarshalJSON(b []byte) error {
	type plain Visit
	var p plain
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return visitFaults(b)
	}
	if err := Visit(p).Check(); err != nil {
		return err
	}
	*v = Visit(p)
	return nil
}
