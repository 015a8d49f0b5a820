package trigger

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Recorded is one evaluation of a visitor's rules that a host recorded, for Backtest to play again:
// one JSON line each, in the order of time.
type Recorded struct {
	At    time.Time `json:"at"`
	Visit Visit     `json:"visit"`
	// Ended is what the visitor did with a prompt before this look, "" for nothing: accepted,
	// dismissed, expired, withdrawn.
	Ended Fate `json:"ended,omitempty"`
	// Chat is "started" or "ended" if a chat did before this look.
	Chat string `json:"chat,omitempty"`
}

// Backtest feeds recorded visits through a Set, as if it had been in force. The zero Backtest of a
// Set is ready; histories are kept per visitor. Between two recorded looks every Next within the
// same page is looked at as the browser would have, and every instant at which the condition of a
// rule begins to hold, also of one that a cap keeps back. Such a look is part of the recorded one
// before it.
type Backtest struct {
	Set *Set
	// AcceptRate says how many of a hundred shown prompts of a rule become chats, to estimate
	// Report.Chats. A rule without one counts with the key "". Default: none.
	AcceptRate map[string]float64
	// LongestLook bounds for how long a page that sent nothing more is taken to stay open. Default:
	// 10 minutes.
	LongestLook time.Duration

	visitors map[string]*visitor
	report   Report
}

// visitor is what a backtest keeps of one visitor: the history as the rules have made it, the last
// look, and what the browser would bring to the next one.
type visitor struct {
	history History
	last    Recorded
	holds   []Hold
	next    time.Time
	became  []became // of each rule in the look that is going on
}

// Report is what a backtest comes to.
type Report struct {
	Looks    int       `json:"looks"`
	Visitors int       `json:"visitors"`
	Rules    []Tally   `json:"rules"` // in the order of firing
	Firings  []Firing  `json:"firings,omitempty"`
	Chats    float64   `json:"chats"` // how many chats the shown prompts would have brought
	From     time.Time `json:"from,omitzero"`
	Until    time.Time `json:"until,omitzero"`
}

// Tally is what became of one rule. A look is a recorded one with the time up to the next; it
// counts once. One at which the rule fired counts as none that kept it back.
type Tally struct {
	Rule     string  `json:"rule"`
	True     int     `json:"true"`  // looks at which its condition held
	Fired    int     `json:"fired"` // firings
	Held     int     `json:"held"`  // of them in the holdout group
	Visitors int     `json:"visitors"`
	Capped   int     `json:"capped"`  // looks at which a cap kept it back
	Quiet    int     `json:"quiet"`   // looks at which a quiet period did
	Vetoed   int     `json:"vetoed"`  // looks at which a suppress rule or Config.Never did
	Grouped  int     `json:"grouped"` // looks at which another of its group went before
	Chats    float64 `json:"chats"`

	// Caps are the looks of Capped by the limit that was the last to allow it again.
	Caps map[string]int `json:"caps,omitempty"`

	seen map[string]bool
}

// Firing is one firing of a backtest.
type Firing struct {
	At      time.Time `json:"at"`
	Visitor string    `json:"visitor"`
	Rule    string    `json:"rule"`
	Variant string    `json:"variant,omitempty"`
	Held    bool      `json:"held,omitempty"`
}

// Add feeds one recorded look. An error means it is out of order or not of a known form.
func (b *Backtest) Add(rec Recorded) error {
	b.Set = b.Set.orNone()
	if b.visitors == nil {
		b.begin()
	}
	if rec.At.IsZero() || rec.At.Before(b.report.Until) {
		return fmt.Errorf("%w: at: %s is missing or before the line above", ErrVisit, rec.At.Format(time.RFC3339))
	}
	v := b.visitors[rec.Visit.Visitor]
	if v == nil {
		v = &visitor{became: make([]became, len(b.report.Rules))}
		b.visitors[rec.Visit.Visitor] = v
		b.report.Visitors++
	} else {
		// What the browser would have asked for since its last look comes before this one.
		b.idle(v, rec.At)
	}
	if b.report.Until = rec.At; b.report.From.IsZero() {
		b.report.From = rec.At
	}
	if err := v.happened(rec); err != nil {
		return err
	}
	// The page's own holds were of the rules that were in force then.
	rec.Visit.Holds = v.holds
	b.settle(v)
	b.report.Looks++
	b.look(v, rec)
	return nil
}

// begin makes what a backtest counts in. Vetoes have a Tally too: how often each held.
func (b *Backtest) begin() {
	b.visitors = map[string]*visitor{}
	for _, id := range b.Set.Rules() {
		b.report.Rules = append(b.report.Rules, Tally{Rule: id, seen: map[string]bool{}})
	}
	if b.LongestLook == 0 {
		b.LongestLook = 10 * time.Minute
	}
}

// happened takes in what the record says became of the visitor's prompts and chats.
func (v *visitor) happened(rec Recorded) error {
	switch rec.Chat {
	case "":
	case "started":
		v.history = v.history.ChatStart(rec.At)
	case "ended":
		v.history = v.history.ChatEnd(rec.At)
	default:
		return fmt.Errorf("%w: chat: %s is neither started nor ended", ErrVisit, quote(rec.Chat))
	}
	if rec.Ended == "" {
		return nil
	}
	// The record says that the visitor answered, and not which rule asked: with these rules it may
	// be another than then. One prompt at a time is open as a rule.
	for _, rule := range v.history.OpenPrompts(rec.At) {
		h, _, err := v.history.End(rec.Visit.Visitor, rule, rec.Ended, rec.At)
		if err != nil && !errors.Is(err, ErrExpired) {
			return err
		}
		v.history = h
	}
	return nil
}

// idle evaluates at every Next between the last record and the next one, as the browser would have
// asked.
func (b *Backtest) idle(v *visitor, before time.Time) {
	end := v.last.At.Add(b.LongestLook)
	if before.Before(end) {
		end = before
	}
	for !v.next.IsZero() && v.next.Before(end) {
		rec := v.last
		// Nothing happened but that time passed: no moment, and the page as it was.
		rec.At, rec.Visit.Moments, rec.Visit.Holds = v.next, nil, v.holds
		b.look(v, rec)
	}
}

// Report ends the backtest. Pages that were still open are evaluated to their end first.
func (b *Backtest) Report() Report {
	b.Set = b.Set.orNone()
	if b.visitors == nil {
		b.begin()
	}
	// In the order of their names, and not of a map: two reports of the same records are equal.
	for _, id := range sortedKeys(b.visitors) {
		v := b.visitors[id]
		b.idle(v, v.last.At.Add(b.LongestLook))
		b.settle(v)
		v.next = time.Time{}
	}
	r := b.report
	r.Chats = 0
	for i := range r.Rules {
		t := &r.Rules[i]
		t.Visitors = len(t.seen)
		rate, ok := b.AcceptRate[t.Rule]
		if !ok {
			rate = b.AcceptRate[""]
		}
		// Who is in the holdout group was shown nothing, and so brings no chat.
		t.Chats = float64(t.Fired-t.Held) * rate / 100
		r.Chats += t.Chats
	}
	slices.SortStableFunc(r.Firings, func(a, b Firing) int { return a.At.Compare(b.At) })
	return r
}
