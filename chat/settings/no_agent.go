package settings

// NoAgent says what becomes of a session when nobody is there who could serve it: see
// chat.StaffAway. The zero NoAgent is NoAgentMessage.
type NoAgent string

// The ways.
const (
	NoAgentMessage NoAgent = "message" // it is taken as a message for later
	NoAgentWait    NoAgent = "wait"    // it is queued until an agent comes
	NoAgentRefuse  NoAgent = "refuse"  // the visitor gets desk.ErrNoAgent
)
