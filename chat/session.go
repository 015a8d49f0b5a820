package chat

import "time"

// MaxOffers is how many agents a session may be offered to at once.
const MaxOffers = 16

// Session is one conversation, as a value. Only Decide changes one. Texts live in its timeline,
// so that it stays small: encoded under 2 KiB, and under 12 KiB with everything at its limit (16
// agents offered and 16 excluded, 16 tags, 4 KiB of a form's own fields). The zero Session does
// not exist yet: only Start applies to it.
type Session struct {
	ID      SessionID `json:"id"`
	Site    SiteID    `json:"site"`
	Visitor VisitorID `json:"visitor"`
	Queue   QueueID   `json:"queue"`
	Channel string    `json:"channel,omitempty"` // "" is the shop's own widget
	State   State     `json:"state"`
	Reason  Reason    `json:"reason"`          // why it is in State
	Agent   AgentID   `json:"agent,omitempty"` // the owner while active, held or wrapping; the last owner after
	Bot     bool      `json:"bot,omitempty"`   // that agent is a bot
	Offers  []Offer   `json:"offers,omitempty"`
	Attempts
	Priority int     `json:"priority,omitempty"` // the visitor's own, -1000 to 1000, more is sooner; the queue's is added to it
	Weight   int     `json:"weight"`             // units of capacity it takes, 1 to 64
	Skills   []Skill `json:"skills,omitempty"`   // required, by name
	Contact  Contact `json:"contact"`
	Policy   Policy  `json:"policy"`
	Origin

	Excluded []Exclusion `json:"excluded,omitempty"` // agents not to be offered it, at most 16, each once; those that end leave first
	Sticky   *Exclusion  `json:"sticky,omitempty"`   // the agent preferred until then
	Tags     []string    `json:"tags,omitempty"`     // sorted, at most 16
	Ring     int         `json:"ring,omitempty"`     // how often the search was widened
	Rating   *Rating     `json:"rating,omitempty"`
	Promise  *Promise    `json:"promise,omitempty"` // what the visitor was told at the door

	Entries    int       `json:"entries"` // the timeline has entries 1 to Entries
	CreatedAt  time.Time `json:"created_at"`
	QueuedAt   time.Time `json:"queued_at,omitzero"`   // its place in line; kept when it is queued again
	EnteredAt  time.Time `json:"entered_at,omitzero"`  // when it came into its queue, or back from an agent: rings and the longest wait count from it
	StateAt    time.Time `json:"state_at"`             // when it came into State
	AssignedAt time.Time `json:"assigned_at,omitzero"` // first assignment
	AnsweredAt time.Time `json:"answered_at,omitzero"` // first message of an agent
	VisitorAt  time.Time `json:"visitor_at,omitzero"`  // last message of the visitor
	AgentAt    time.Time `json:"agent_at,omitzero"`    // last message of an agent
	WarnedAt   time.Time `json:"warned_at,omitzero"`   // the inactivity warning, until somebody writes
	EndedAt    time.Time `json:"ended_at,omitzero"`
	LastAt     time.Time `json:"last_at"` // its last entry; now is never before it
	Debt
	Pauses
	Letters
	Conclusion
	Idle   bool `json:"idle,omitempty"`   // does not count against its agent's capacity
	Erased bool `json:"erased,omitempty"` // its texts are gone
}

// Pauses is until when a session rests, or since when.
type Pauses struct {
	// HeldUntil is when a held session comes back to its agent.
	HeldUntil time.Time `json:"held_until,omitzero"`
	// LeftAt is when the visitor had gone who counts as having left: see Leave. It is zero again
	// once they are back.
	LeftAt time.Time `json:"left_at,omitzero"`
}

// Attempts is how the search for an agent has gone so far, and who has had the session.
type Attempts struct {
	// Beside are the colleagues who stand beside its owner, at most MaxBeside, each once.
	Beside []Companion `json:"beside,omitempty"`
	// Spoke are the colleagues who spoke beside its owner and are gone, in that order, at most the
	// last 8.
	Spoke []AgentID `json:"spoke,omitempty"`
	// Stints are the times that it was with an agent, the oldest first, at most the last 8.
	Stints []Stint `json:"stints,omitempty"`
	// Offered is how many offers and direct assignments there were.
	Offered int `json:"offered,omitempty"`
	// Accepted is the offer that the owner accepted.
	Accepted OfferID `json:"accepted,omitempty"`
	// Refused is how many offers in a row were declined or ran out. It is 0 again once an agent
	// has the session.
	Refused int `json:"refused,omitempty"`
	// Arriving says that it is not admitted yet: the queue's limit may still turn it away.
	Arriving bool `json:"arriving,omitempty"`
	// People says that a bot handed the session on: bots get it by name alone from then on.
	People bool `json:"people,omitempty"`
}

// Offer is a pending reservation of an agent's capacity for the session, with a deadline.
type Offer struct {
	ID       OfferID   `json:"id"`
	N        int       `json:"n"` // the session's offers and direct assignments are numbered from 1
	Agent    AgentID   `json:"agent"`
	At       time.Time `json:"at"`
	Deadline time.Time `json:"deadline"`
	Transfer bool      `json:"transfer,omitempty"` // made by the owning agent, who keeps the session until it is accepted
	Fallback bool      `json:"fallback,omitempty"` // a transfer nobody accepted goes to Queue instead of staying
	Leave    Reason    `json:"leave,omitempty"`    // why it becomes a message there instead of waiting
	Queue    QueueID   `json:"queue,omitempty"`    // the queue it goes to with a transfer
}

// Skill is a required skill and its least level, 1 to 10.
type Skill struct {
	Name  string `json:"name"`
	Level int    `json:"level"`
}

// Rating is the visitor's verdict: Score 1 to Scale, Scale 2 or 5.
type Rating struct {
	Score   int       `json:"score"`
	Scale   int       `json:"scale"`
	Comment string    `json:"-"`               // lives in the timeline
	Agent   AgentID   `json:"agent,omitempty"` // who owned the session when it ended
	At      time.Time `json:"at"`
}

// unwantedAfter is how many offers in a row nobody accepts before a session is Unwanted.
const unwantedAfter = 10

// Unwanted reports whether the session is in line and ten offers of it in a row were declined or
// ran out: somebody should see to it.
func (s Session) Unwanted() bool { return s.State.Waiting() && s.Refused >= unwantedAfter }

// WaitingSince returns since when the visitor has waited in line for a person: since the start, or
// since the session came back from an agent, because the time with an agent is no wait. It is the
// zero Time unless the session is in line.
func (s Session) WaitingSince() time.Time {
	switch {
	case !s.State.Waiting():
		return time.Time{}
	case !s.AssignedAt.IsZero() && s.EnteredAt.After(s.QueuedAt):
		return s.EnteredAt
	}
	return s.QueuedAt
}
