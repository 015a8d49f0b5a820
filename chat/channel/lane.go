package channel

import (
	"slices"
	"strconv"
	"time"
)

// Lane is what goes to one recipient over one channel, in order. It is a value that decides: it
// takes the time as an argument, does nothing by itself, and a host keeps it as JSON. The zero Lane
// is an empty one.
//
// A message becomes parts, each of a length that the platform takes. Only the first part of the
// lane is tried; the next one waits for its end. A try has three steps. Begin marks it, and the
// lane is stored. The adapter sends. End says what came of it, and the lane is stored again. A lane
// that is loaded with a mark and without an end was left by a program that died: nobody knows
// whether the platform has the part, and [Lane.Resume] says so.
//
// A part of unknown outcome waits for the platform to tell of it: an echo or a status that names
// its id, or an echo with the same text. If nothing comes within Rules.Settle it is tried once
// more, and marked. A second unknown outcome, and silence again, is the end: the message failed,
// and a person sees to it.
//
// An echo or a status of which nothing is known may be ahead of the answer that would tell its id.
// It is held, and looked at again with each answer. A held echo that nobody claims was written by
// somebody in the platform's own app.
type Lane struct {
	Parts   []Part    `json:"parts,omitempty"`   // those that have not ended; the first is next
	Gone    []Gone    `json:"gone,omitempty"`    // the last that the platform took, oldest first
	Held    []Held    `json:"held,omitempty"`    // what was told of messages that are not known yet
	Heard   time.Time `json:"heard,omitzero"`    // when the customer last wrote
	Blocked bool      `json:"blocked,omitempty"` // the customer cannot be reached; until they write
	Why     string    `json:"why,omitempty"`     // of Blocked, as the platform said it
	LostAt  time.Time `json:"lost_at,omitzero"`  // of Blocked, by the platform's clock
	Untold  []Change  `json:"untold,omitempty"`  // what a Courier has not told yet
	Failed  []string  `json:"failed,omitempty"`  // ids of the last messages that failed
	Free    time.Time `json:"free,omitzero"`     // the platform's pace lets nothing go before then

	read read // what its journal read
}

// Part is one part of a message.
type Part struct {
	Outbound           // with the part's own text and id
	Message  string    `json:"message"`            // the id of the message
	Due      time.Time `json:"due,omitzero"`       // not before then
	Begun    time.Time `json:"begun,omitzero"`     // a try is under way
	Began    time.Time `json:"began,omitzero"`     // when the last one was, that ended
	Tries    int       `json:"tries,omitempty"`    // that ended
	Unsure   bool      `json:"unsure,omitempty"`   // nobody knows how the last one ended
	Proven   []string  `json:"proven,omitempty"`   // ids that the platform told before the answer
	Answered bool      `json:"answered,omitempty"` // told by an echo or a status: it is there
	Down     bool      `json:"down,omitempty"`     // it was told that the account is down

	Settle time.Duration `json:"settle,omitempty"` // the platform's, as of the last try
}

// Gone is a part that the platform took.
type Gone struct {
	ID      string    `json:"id"` // the part's
	Message string    `json:"message"`
	IDs     []string  `json:"ids,omitempty"` // the platform's
	State   State     `json:"state"`
	At      time.Time `json:"at"`              // the platform's time of it, or else ours
	Twice   bool      `json:"twice,omitempty"` // it may be there twice
}

// Held is an event that waits for the message that it is about.
type Held struct {
	Event Event     `json:"event"`
	Until time.Time `json:"until"`
}

// Change is what there is to say in the timeline.
type Change struct {
	Message string // the id of the message; empty: of none of ours
	State   State  // of the whole message
	Twice   bool   // it may be there twice
	Class   Class  // of a failure
	Why     string // of a failure
	Echo    Event  // what somebody wrote in the platform's own app
}

const (
	unsureFor  = 30 * time.Second // the default of Rules.Settle
	holdEcho   = 10 * time.Second // and to answer after it told
	holdStatus = 10 * time.Minute
	triedFor   = 24 * time.Hour // after that a message is given up
	firstPause = 2 * time.Second
	lastPause  = 10 * time.Minute
	pauseDown  = time.Minute // of an account that is down
	mostGone   = 100
	mostHeld   = 100
	mostFailed = 100

	ofPart = "#" // between the id of a message and the number of a part: no id of a message has it
)

// Add puts a message at the end, in parts. It is false if the message is there, or was, or shows
// nothing.
func (l *Lane) Add(m Outbound, r Rules) bool {
	if l.knows(m.ID) {
		return false
	}
	texts := []string{m.Text}
	if m.Template == nil { // a text that shows nothing has no part: then its files are all of it
		texts = r.Unit.Split(m.Text, r.Most)
	}
	parts := make([]Outbound, 0, len(texts)+len(m.Files))
	for _, text := range texts {
		parts = append(parts, Outbound{Text: text})
	}
	for _, f := range m.Files {
		parts = append(parts, Outbound{Files: []SentFile{f}})
	}
	for i, x := range parts {
		p := Part{Outbound: m, Message: m.ID}
		p.Text, p.Files = x.Text, x.Files
		if i > 0 {
			p.ID, p.ReplyTo = m.ID+ofPart+strconv.Itoa(i+1), ""
		}
		l.Parts = append(l.Parts, p)
	}
	return len(parts) > 0
}

// knows reports whether a message is in the lane, or was.
func (l *Lane) knows(id string) bool {
	return slices.Contains(l.Failed, id) ||
		slices.ContainsFunc(l.Parts, func(p Part) bool { return p.Message == id }) ||
		slices.ContainsFunc(l.Gone, func(g Gone) bool { return g.Message == id })
}

// Next says when there is something to do: Begin if a part is due, else Step. The zero Time is:
// not before something changes.
func (l *Lane) Next() time.Time {
	var next time.Time
	for _, h := range l.Held {
		if next.IsZero() || h.Until.Before(next) {
			next = h.Until
		}
	}
	if len(l.Parts) == 0 || !l.Parts[0].Begun.IsZero() {
		return next
	}
	due := l.Parts[0].At
	for _, t := range []time.Time{l.Parts[0].Due, l.Free} {
		if t.After(due) {
			due = t
		}
	}
	if next.IsZero() || due.Before(next) {
		return due
	}
	return next
}

// Begin marks the first part as begun and returns what the adapter is to send. It is false where
// nothing is due. Changes are of messages that may not go any more.
func (l *Lane) Begin(now time.Time, r Rules) (m Outbound, cs []Change, ok bool) {
	for cs = l.Step(now); len(l.Parts) > 0; {
		p := &l.Parts[0]
		if !p.Begun.IsZero() || p.Due.After(now) || l.Free.After(now) {
			return m, cs, false
		}
		if c, bad := l.refused(p, now, r); bad {
			cs = append(cs, l.fail(c.Class, c.Why))
			continue
		}
		p.Begun, p.Unsure, l.Free = now, false, now.Add(r.Pace)
		p.Settle, p.Target = r.Settle, l.target(p, r)
		return p.Outbound, cs, true
	}
	return m, cs, false
}

// target is the platform's id of the message that a part takes the place of. It is empty where the
// platform cannot do so, or either of the two has several parts: then it is a message of its own.
func (l *Lane) target(p *Part, r Rules) string {
	if !r.Edits || p.Corrects == "" || p.ID != p.Message {
		return ""
	}
	if len(l.Parts) > 1 && l.Parts[1].Message == p.Message {
		return ""
	}
	id := ""
	for _, g := range l.Gone {
		switch {
		case g.Message != p.Corrects:
		case id != "" || len(g.IDs) != 1:
			return ""
		default:
			id = g.IDs[0]
		}
	}
	return id
}

// refused decides whether the first part may go now, and how.
func (l *Lane) refused(p *Part, now time.Time, r Rules) (Change, bool) {
	a := r.Window.At(now, l.Heard, p.By)
	switch p.Way = a.Way; {
	case l.Blocked:
		why := "the customer cannot be reached there"
		if l.Why != "" {
			why += ": " + l.Why
		}
		return Change{Class: Blocked, Why: why}, true
	case p.Template != nil && r.Window.Templates:
		p.Way = WayTemplate
	case p.Template != nil:
		return Change{Class: Permanent, Why: "there are no templates"}, true
	case a.Way == WayNone || a.Way == WayTemplate:
		return Change{Class: WindowClosed, Why: "the window is closed"}, true
	}
	return Change{}, false
}
