package channel

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Window is how long a platform lets a shop write after the customer wrote. The zero Window has no
// end.
type Window struct {
	// Reply is how long anybody may answer. Default: without end.
	Reply time.Duration
	// Person is how long a person may, where that is longer; such messages carry the platform's tag
	// for it. Default: no longer than Reply.
	Person time.Duration
	// Templates says that messages whose words the platform has approved may go at any time.
	Templates bool
}

// Way is how a message may go.
type Way string

// The ways.
const (
	WayReply    Way = "reply"    // as an answer
	WayTagged   Way = "tagged"   // as a person's late answer
	WayTemplate Way = "template" // only with words that the platform has approved
	WayNone     Way = "none"     // not at all, until the customer writes again
)

// Allowance says how a message may go now, and until when.
type Allowance struct {
	Way   Way
	Until time.Time // when Way ends; zero: not by time alone
}

// At is what an author may send now, by when the customer last wrote; the zero last says never. An
// instant at the very end is outside. The composer shows it before anybody types.
func (w Window) At(now, last time.Time, by chat.AuthorKind) Allowance {
	if w.Reply <= 0 {
		return Allowance{Way: WayReply}
	}
	if last.After(now) { // the platform's clock is ahead
		last = now
	}
	if !last.IsZero() {
		if until := last.Add(w.Reply); now.Before(until) {
			return Allowance{WayReply, until}
		}
		until := last.Add(w.Person)
		if by == chat.AuthorAgent && w.Person > w.Reply && now.Before(until) {
			return Allowance{WayTagged, until}
		}
	}
	if w.Templates {
		return Allowance{Way: WayTemplate}
	}
	return Allowance{Way: WayNone}
}
