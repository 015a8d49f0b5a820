package hook

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Effect is one thing to be done outside the desk: a mail to be sent, a session to be handed off.
// The host sees it in the outbox until it is acknowledged. It is written in the batch of what asked
// for it, so that it is neither lost nor done for something that never happened.
type Effect struct {
	ID      string         `json:"id"` // the hook gets it, to tell a repetition
	Kind    EffectKind     `json:"kind"`
	Session chat.SessionID `json:"session"`
	Queue   chat.QueueID   `json:"queue,omitempty"`   // the session's, when it was asked for
	To      string         `json:"to"`                // of a hand-off: email, phone, or a name the host knows
	Address string         `json:"address,omitempty"` // of a mail: the recipient
	Subject string         `json:"subject,omitempty"`
	Text    string         `json:"text,omitempty"`
	At      time.Time      `json:"at"`              // when it was asked for
	Due     time.Time      `json:"due"`             // when it is tried next
	Tries   int            `json:"tries,omitempty"` // how often it failed
	Failure string         `json:"failure,omitempty"`

	// Begun is when the try began that is under way, or that a node began and did not live to write
	// the end of. It is zero between two tries.
	Begun time.Time `json:"begun,omitzero"`
	// Words are, of an answer, the entries that the mail is made of: fixed by its first try, unless
	// that is known to have failed.
	Words chat.Span `json:"words,omitzero"`
	// Hurried says that somebody asked to try it at once.
	Hurried bool `json:"hurried,omitempty"`
	// Unsure says that an earlier try may have come through: nobody knows how it ended.
	Unsure bool `json:"unsure,omitempty"`

	// Unconfirmed says of a transcript that Address is what the visitor typed: nobody has confirmed
	// that it is theirs.
	Unconfirmed bool `json:"unconfirmed,omitempty"`
}

// Lane is what effects wait for each other in: of those in one lane only the one that was asked for
// first is tried, until it is done or given up.
func (e Effect) Lane() string { return string(e.Kind) + "/" + string(e.Session) }

// EffectKind says what kind of effect it is.
type EffectKind string

// The kinds of effects.
const (
	EffectTranscript EffectKind = "transcript" // the transcript, by mail to Address
	EffectMail       EffectKind = "mail"       // Text, by mail to Address
	EffectAnswer     EffectKind = "answer"     // what agents wrote and nobody read, by mail
	EffectConfirm    EffectKind = "confirm"    // that a left message arrived, and by when it is answered
	EffectWords      EffectKind = "words"      // what agents wrote, by the session's messenger
	EffectHandoff    EffectKind = "handoff"    // the session, to the host's Handoff
)
