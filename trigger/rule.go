package trigger

import (
	"encoding/json"
	"time"
)

// Rule says when something is done for a visitor. The zero Rule but for an ID fires always, once a
// visit, and does nothing. Its JSON form is that of the package's schema ([JSONSchema]); reading it
// back gives an equal Rule.
type Rule struct {
	ID       string // unique in a Set; 1 to 64 of a-z A-Z 0-9 . _ -
	Note     string // for people; at most 1,000 bytes
	Disabled bool   // "enabled": false; kept for Explain, never fires. Default: enabled
	Type     Type   // Suppress makes it a veto. Default: Act

	Priority int      // higher goes first; equal priorities go by ID. Range: ±1,000,000. Default: 0
	Group    string   // one rule of a group at a time: see Set.Eval. Default: no group
	Groups   []string // of a Suppress rule: the groups it silences. Default: every rule

	On   []Moment // moments that may fire it; any with OnTimer, OnIdle or OnHours among them. Default: any
	When Cond     // Default: always
	// Hold is how long the condition must have been true without a break, in this visit; a break
	// that nobody looked at counts, and what a condition asks of the page began with the page. 0 to
	// ten years. Default: 0
	Hold time.Duration

	From, Until time.Time // fires in [From, Until). Default: no bound
	Rollout     *Rollout  // Default: everybody
	Variants    []Variant // texts compared with each other. Default: none
	Limits      []Limit   // all must allow it. Default: once a visit
	Uncapped    bool      // no limit at all: it fires whenever it can. Default: false
	Quiet       Quiet
	Do          []Action // at most 8
}

// Type is what a rule is for.
type Type string

// The types of a rule. A Suppress rule that holds silences groups of rules, outranks every
// priority, and drops timers.
const (
	Act      Type = "" // also "rule" in JSON
	Suppress Type = "suppress"
)

// Limit is one cap: at most Max firings, counted over Per, by Scope. Windows slide over the
// instants of firing.
type Limit struct {
	Max int // 1 to 32
	// Per is a duration ("24h", "7d"), "visit", or "calendar:<zone>", a day there. The visitor's
	// own day is no window: their clock is what the browser says of it, and may change from page
	// to page. Default: "", the visitor's lifetime.
	Per   string
	Scope string // "rule", "group:<name>", "all" (every rule that shows something). Default: "rule"
}

// Quiet keeps a rule silent for a while after something happened to this visitor. A rule whose own
// prompt was dismissed never fires again for this visitor unless Dismissed says after how long it
// may; one whose prompt was accepted does, unless Answered says that it must not.
type Quiet struct {
	Dismissed time.Duration // after a prompt was dismissed. Default: 0, and stays dismissed
	Engaged   time.Duration // after a prompt was accepted or a chat started. Default: 0
	ChatEnded time.Duration // after a chat ended. Default: 0
	// Answered ends the rule for this visitor once its own prompt was accepted or dismissed: it
	// fires until it is answered, whatever the lengths above say. Default: false
	Answered bool
	// Scope is whose prompts Dismissed and Engaged are about: "rule", "group:<name>" or "all".
	// Chats are of no rule and always count. Default: "all"
	Scope string
}

// Rollout lets a share of the visitors in, always the same ones; a larger Percent only adds
// visitors. The place of a visitor is [Hash] of Seed and the attribute By; who has no such
// attribute is out.
type Rollout struct {
	Percent float64 // 0 to 100, in steps of 0.01. Default: 0, nobody
	Seed    string  // Default: the rule's ID
	By      string  // a string attribute. Default: visitor.id
	// Range is the part of the hash line, within 0 to 1, that Percent is a share of: rules with one
	// Seed and Ranges that do not touch exclude each other. Default: 0 to 1
	Range [2]float64
}

// Variant is one of several things a rule may do, chosen by its own hash (Seed + "/variant"), in
// proportion to Weight. Who has seen a variant gets the same one again as long as it exists,
// however the others and the weights are changed.
type Variant struct {
	ID     string   // 1 to 64 of a-z A-Z 0-9 . _ -
	Weight int      // 1 to 10,000
	Do     []Action // instead of the rule's. Default: the rule's
}

type ruleJSON struct {
	ID       string        `json:"id"`
	Enabled  *bool         `json:"enabled,omitempty"`
	Type     Type          `json:"type,omitempty"`
	Priority int           `json:"priority,omitempty"`
	Group    string        `json:"group,omitempty"`
	Groups   []string      `json:"groups,omitempty"`
	Note     string        `json:"note,omitempty"`
	On       []Moment      `json:"on,omitempty"`
	When     *Cond         `json:"when,omitempty"`
	Hold     string        `json:"hold,omitempty"`
	From     string        `json:"from,omitempty"`
	Until    string        `json:"until,omitempty"`
	Rollout  *rolloutJSON  `json:"rollout,omitempty"`
	Variants []variantJSON `json:"variants,omitempty"`
	Limits   []limitJSON   `json:"limits,omitempty"`
	Uncapped bool          `json:"uncapped,omitempty"`
	Quiet    *quietJSON    `json:"quiet,omitempty"`
	Do       []Action      `json:"do,omitempty"`
}

type rolloutJSON struct {
	Percent float64     `json:"percent"`
	Seed    string      `json:"seed,omitempty"`
	By      string      `json:"by,omitempty"`
	Range   *[2]float64 `json:"range,omitempty"`
}

type variantJSON struct {
	ID     string   `json:"id"`
	Weight int      `json:"weight"`
	Do     []Action `json:"do,omitempty"`
}

type limitJSON struct {
	Max   int    `json:"max"`
	Per   string `json:"per,omitempty"`
	Scope string `json:"scope,omitempty"`
}

type quietJSON struct {
	Dismissed string `json:"dismissed,omitempty"`
	Engaged   string `json:"engaged,omitempty"`
	ChatEnded string `json:"chat_ended,omitempty"`
	Answered  bool   `json:"answered,omitempty"`
	Scope     string `json:"scope,omitempty"`
}

// MarshalJSON implements [json.Marshaler].
func (r Rule) MarshalJSON() ([]byte, error) {
	j := ruleJSON{
		ID: r.ID, Type: r.Type, Priority: r.Priority, Group: r.Group, Groups: r.Groups, Note: r.Note, On: r.On,
		Hold: optDuration(r.Hold), From: optInstant(r.From), Until: optInstant(r.Until), Do: r.Do,
		Uncapped: r.Uncapped,
	}
	if r.Disabled {
		j.Enabled = new(bool)
	}
	if !r.When.zero() {
		j.When = &r.When
	}
	if ro := r.Rollout; ro != nil {
		j.Rollout = &rolloutJSON{Percent: ro.Percent, Seed: ro.Seed, By: ro.By}
		if ro.Range != ([2]float64{}) {
			j.Rollout.Range = &ro.Range
		}
	}
	for _, v := range r.Variants {
		j.Variants = append(j.Variants, variantJSON(v))
	}
	for _, l := range r.Limits {
		j.Limits = append(j.Limits, limitJSON(l))
	}
	if r.Quiet != (Quiet{}) {
		q := r.Quiet
		j.Quiet = &quietJSON{
			optDuration(q.Dismissed), optDuration(q.Engaged), optDuration(q.ChatEnded),
			q.Answered, q.Scope,
		}
	}
	return json.Marshal(j)
}

// UnmarshalJSON implements [json.Unmarshaler]. Unknown and doubled members are refused; its error
// is [Faults].
func (r *Rule) UnmarshalJSON(b []byte) error {
	return decodeInto(b, func(d *decoder, n *tree) { *r = d.rule(n, "") })
}

// optDuration is a length of time as it is written; zero is left out.
func optDuration(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return formatDuration(d)
}

// optInstant is an instant as it is written; zero is left out.
func optInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
