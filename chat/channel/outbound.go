package channel

import (
	"cmp"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Outbound is one message to a customer.
type Outbound struct {
	ID       string          `json:"id"`                 // ours: the same in every try
	Account  string          `json:"account"`            // whom it comes from: an Event's Account
	To       string          `json:"to"`                 // an Event's Peer
	By       chat.AuthorKind `json:"by"`                 // windows are longer for people
	Text     string          `json:"text,omitempty"`     // with a template: what it says, for echoes
	ReplyTo  string          `json:"reply_to,omitempty"` // the platform's id of what it answers
	Template *Template       `json:"template,omitempty"` // words that the platform has approved
	Files    []SentFile      `json:"files,omitempty"`    // after the text; a part has one, or none
	Way      Way             `json:"way,omitempty"`      // Default: reply
	Corrects string          `json:"corrects,omitempty"` // the ID of an earlier one that it replaces
	Target   string          `json:"target,omitempty"`   // the platform's id of that one: edit it
	Again    bool            `json:"again,omitempty"`    // an earlier try may have come through
	At       time.Time       `json:"at"`                 // when it was asked for
}

// Template names words that the platform has approved, with what stands in their places.
type Template struct {
	Name     string   `json:"name"`
	Language string   `json:"language"`
	Params   []string `json:"params,omitempty"` // of its body, in order
}

// Outcome is how a try ended.
type Outcome string

// The outcomes. The zero one is Unknown: what says nothing has proved nothing.
const (
	Unknown Outcome = ""        // nobody knows whether the platform took it
	Taken   Outcome = "taken"   // the platform took it
	Refused Outcome = "refused" // it did not
)

// Class says what to do after a message was refused.
type Class string

// The classes.
const (
	Retry        Class = "retry"     // try it again later: After
	WindowClosed Class = "window"    // not before the customer writes again, unless as a template
	Blocked      Class = "blocked"   // the customer is not to be reached there any more
	AccountDown  Class = "account"   // nothing of this account goes out: somebody has to see to it
	Permanent    Class = "permanent" // this message never will go
)

// Result is what came of a try.
type Result struct {
	Outcome Outcome
	IDs     []string      // the platform's, of what it took
	Class   Class         // of a refusal
	After   time.Duration // of a retry: not before then; 0: the caller's own pause
	Whole   bool          // of a retry: it counts for everything of the account
	Code    string        // the platform's
	Why     string        // for people; without tokens and addresses
}

// Refuse is a message that was not taken.
func Refuse(class Class, code, why string) Result {
	return Result{Outcome: Refused, Class: class, Code: code, Why: why}
}

// Err is the result as a hook says it: nil, a hook.ErrUnknown, a hook.ErrRefused, or any other
// error after which it may be tried again.
func (r Result) Err() error {
	if r.Outcome == Taken {
		return nil
	}
	why := cmp.Or(r.Why, string(r.Class), "no answer")
	if r.Code != "" {
		why += " (" + r.Code + ")"
	}
	switch {
	case r.Outcome != Refused:
		return fmt.Errorf("channel: %s: %w", why, hook.ErrUnknown)
	case r.Class == Retry || r.Class == AccountDown:
		return fmt.Errorf("channel: %s", why)
	}
	return fmt.Errorf("channel: %s: %w", why, hook.ErrRefused)
}
