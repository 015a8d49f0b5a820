package routing

import "time"

// RequestFact is a session's record as far as routing depends on it.
type RequestFact struct {
	ID   string
	Rev  uint64 // of the record; a fact with the same or a lower one is ignored
	Gone bool   // closed, abandoned or messaged; all but ID and Rev may be empty

	Phase Phase
	Queue string
	// Channel is one of Config.Channels. Empty means the first.
	Channel string
	// Weight in units; 0 means the channel's.
	Weight int
	// Priority from -1000 to 1000 (clamped); higher goes first.
	Priority int
	// EnqueuedAt is the original place in line; it never changes.
	EnqueuedAt time.Time
	// QueueSince is when the request entered this queue, or came back to it from an agent who had
	// owned it: rings, delays, overflow and maximum wait count from here. Zero means EnqueuedAt.
	QueueSince time.Time
	// Ring reached, from 0.
	Ring   int
	Skills []Skill
	// Exclude lists agents who must not get it for now.
	Exclude []Exclusion
	Preference

	// Agent owns it (active, held, wrapping); otherwise empty.
	Agent string
	// Offers that are pending now.
	Offers []PendingOffer
	// Offered counts the offers and assignments so far; the next one is Offered+1.
	Offered int
	// ActiveSince is when the present owner took it; for the wait estimate only.
	ActiveSince time.Time
	WrapUntil   time.Time // wrapping: when it ends; zero means by the agent alone
	WrapWeight  int       // wrapping: the units it still charges
	// LastMessage is the newest message of either side, for Config.IdleAfter.
	LastMessage time.Time
	// Idle chats do not count against the capacity.
	Idle bool
	// Admitted requests are never turned away for the queue's limit. Others are turned away or
	// admitted by the first Advance, where the queue has a limit; set it for those that arrive in a
	// queue without one. A request that was offered before, or has a QueueSince of its own, counts
	// as admitted.
	Admitted bool
	Unrevised
}

// Unrevised is what of a request may change without a new revision of its record.
type Unrevised struct {
	// Away requests are proposed to nobody: whoever asks is not there. They are in no line
	// meanwhile, and have no position; EnqueuedAt stays theirs.
	Away bool
	// Ahead is how much later the record has all instants of the fact: the record was written by a
	// clock that was ahead, or put back since. A fact with another Ahead is taken whole.
	Ahead time.Duration
}

// Preference is whom a request waits for first.
type Preference struct {
	// Prefer is the one agent considered until PreferUntil, while that agent is available, or lost
	// within the grace.
	Prefer      string
	PreferUntil time.Time
	// Language is that of whoever asks. For Queue.LanguageFor the agents who speak it go first.
	// Languages are compared as they are written. Empty means any.
	Language string
}

// PendingOffer is an offer without an answer.
type PendingOffer struct {
	Number   int
	Agent    string
	Deadline time.Time // zero means never
	// Transfer marks an offer on a request that has an owner, who keeps it until the offer is
	// accepted. Other offers on an owned request are rescinded.
	Transfer bool
}
