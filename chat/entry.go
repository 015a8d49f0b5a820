package chat

import "time"

// Kind is what an entry records. It is also the type of the event that carries it.
type Kind string

// The kinds of entries.
const (
	KindCreated     Kind = "session.created"
	KindQueued      Kind = "session.queued" // admitted, transferred to a queue, or back in line; Reason says which
	KindAssigned    Kind = "session.assigned"
	KindTransferred Kind = "session.transferred"
	KindHeld        Kind = "session.held"
	KindResumed     Kind = "session.resumed"
	KindWrapping    Kind = "session.wrapping"
	KindClosed      Kind = "session.closed"
	KindAbandoned   Kind = "session.abandoned"
	KindMessaged    Kind = "session.messaged"
	KindReopened    Kind = "session.reopened"
	KindRated       Kind = "session.rated"
	KindWarned      Kind = "session.warned" // about to be closed for inactivity
	KindIdle        Kind = "session.idle"
	KindOverdue     Kind = "session.overdue" // its agent owes an answer for too long
	KindTagged      Kind = "session.tagged"
	KindEscalated   Kind = "session.escalated"
	KindJoined      Kind = "session.joined"  // a colleague speaks beside the owner
	KindParted      Kind = "session.parted"  // and does no more
	KindUpdated     Kind = "session.updated" // contact, priority or ring changed
	KindMessage     Kind = "message.created"
	KindCorrected   Kind = "message.corrected"  // its author put other words in its place: see Ties
	KindWithdrawn   Kind = "message.withdrawn"  // its author took it back
	KindTranslated  Kind = "message.translated" // what it says in another language: see Ties
	KindFetched     Kind = "message.fetched"    // a file of it came, or will not: see Ties
	KindNote        Kind = "note.created"

	KindIdentityAsked     Kind = "identity.asked"     // an agent asks the visitor to sign in
	KindIdentityConfirmed Kind = "identity.confirmed" // the host vouches for who was asked; Reason is the level
	KindIdentityRefused   Kind = "identity.refused"   // the visitor would not say
	KindOffer             Kind = "offer.created"
	KindAccepted          Kind = "offer.accepted"
	KindDeclined          Kind = "offer.declined"
	KindExpired           Kind = "offer.expired"
	KindRescinded         Kind = "offer.rescinded"
	KindUnwanted          Kind = "session.unwanted" // ten offers in a row were declined or ran out
	KindPrompt            Kind = "prompt.accepted"  // the prompt the session came from, with its text
	KindDelivery          Kind = "session.delivery" // what became of an effect on the outside: mail, hand-off, transcript
)

// AuthorKind says who wrote an entry.
type AuthorKind string

// The kinds of authors.
const (
	AuthorVisitor AuthorKind = "visitor"
	AuthorAgent   AuthorKind = "agent"
	AuthorBot     AuthorKind = "bot"
	AuthorSystem  AuthorKind = "system"
)

// Author is who wrote an entry. Name is frozen as it was then.
type Author struct {
	Kind AuthorKind `json:"kind"`
	ID   string     `json:"id,omitempty"`
	Name string     `json:"name,omitempty"`
}

// Entry is one line of a session's timeline. Entries are numbered 1..n without a gap; that is the
// only order there is. The transcript is the entries that are Public.
type Entry struct {
	N        int       `json:"n"`
	At       time.Time `json:"at"`
	Kind     Kind      `json:"kind"`
	Author   Author    `json:"author"`
	Command  CommandID `json:"command,omitempty"` // the client's id of a message
	Text     string    `json:"text,omitempty"`
	Reason   Reason    `json:"reason,omitempty"`
	Agent    AgentID   `json:"agent,omitempty"` // whom it is about
	Queue    QueueID   `json:"queue,omitempty"`
	Offer    OfferID   `json:"offer,omitempty"`
	Until    time.Time `json:"until,omitzero"` // the deadline it sets
	Since    time.Time `json:"since,omitzero"` // with Left: when the visitor had gone
	Why      string    `json:"why,omitempty"`  // the explanation of an automatic decision
	Rating   *Rating   `json:"rating,omitempty"`
	Comment  string    `json:"comment,omitempty"`
	Tags     []string  `json:"tags,omitempty"`
	Lang     string    `json:"lang,omitempty"`
	Via      string    `json:"via,omitempty"`      // the channel it came by; empty: the page
	Override bool      `json:"override,omitempty"` // lifted an agent's load above capacity knowingly
	Ties
}

// Public reports whether the session's visitor may see the entry. Notes, offers, tags and the inner
// moves of the desk are the agents' alone, and so is what did not reach the visitor.
func (e Entry) Public() bool {
	switch e.Kind {
	case KindUpdated: // who reads another language is told who chose it
		return e.Reason == LanguageChosen || e.Reason == OriginalsChosen
	case KindNote, KindOffer, KindAccepted, KindDeclined, KindExpired, KindRescinded,
		KindUnwanted, KindOverdue,
		KindTagged, KindIdle, KindWrapping, KindDelivery:
		return false
	}
	return e.Reason != Undelivered && e.Reason != Untranslated
}

// Sorts reports whether the entry says what rules decided about the session: its Why names
// each rule that fired, and what it did.
func (e Entry) Sorts() bool { return e.Reason == ByRules && e.Why != "" }

// ForVisitor returns the entry as its visitor may see it: without the explanation, which names
// other agents, and without words that were replaced.
func (e Entry) ForVisitor() Entry {
	e.Why, e.Override, e.Was, e.Outcome = "", false, "", ""
	e.Moderation = e.Moderation.forVisitor()
	return e
}

// ForAgent returns the entry as agents may see it who are no supervisors: without words that were
// replaced.
func (e Entry) ForAgent() Entry {
	e.Was = ""
	return e
}
