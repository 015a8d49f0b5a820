package chat

import (
	"slices"
	"time"
)

// AgentLine is one line of an agent's log: what the agent took from an instant on. It was committed
// together with the record that it tells of. An agent's lines are numbered 1, 2, … without a gap,
// and their instants never go back.
type AgentLine struct {
	N        int       `json:"n"`
	At       time.Time `json:"at"`
	Mode     AgentMode `json:"mode"`
	Reason   string    `json:"reason,omitempty"` // of the mode
	Capacity int       `json:"capacity"`         // units
	Queues   []QueueID `json:"queues,omitempty"`
	Removed  bool      `json:"removed,omitempty"` // taken out of the team
	By       AuditBy   `json:"by"`                // who made it so
	// Audit is the line of the audit trail that tells of it too, if there is one.
	Audit string `json:"audit,omitempty"`
}

// LogMark is how far an agent's log has come: the number and the instant of its last line.
type LogMark struct {
	N  int       `json:"n,omitempty"`
	At time.Time `json:"at,omitzero"`
}

// AgentLogFilter chooses lines of an agent's log. The zero filter chooses the last ones.
type AgentLogFilter struct {
	From, To time.Time // from From, before To. Default: all there are
	// After is the number of the last line of the page before: it goes on below. Default: the newest.
	After int
	Limit int // 1 to 200. Default: 50
}

// Logs reports whether an agent's log tells of a change from one record to another: of mode,
// reason, capacity, queues, or that they were removed. What changes with every session is not in it.
func Logs(before, after Agent) bool {
	return before.Mode != after.Mode || before.ModeReason != after.ModeReason ||
		before.Capacity != after.Capacity || before.Removed != after.Removed ||
		!slices.Equal(serving(before), serving(after))
}

// Line returns the next line of the agent's log, and the agent with it counted. At is when the
// change took effect.
func (a Agent) Line(by AuditBy, audit string, at time.Time) (AgentLine, Agent) {
	at = at.Round(0).UTC().Truncate(time.Millisecond)
	if at.Before(a.Log.At) {
		at = a.Log.At
	}
	a.Log = LogMark{N: a.Log.N + 1, At: at}
	return AgentLine{
		N: a.Log.N, At: at, Mode: a.Mode, Reason: a.ModeReason, Capacity: a.Capacity,
		Queues: serving(a), Removed: a.Removed, By: by, Audit: audit,
	}, a
}

func serving(a Agent) (qs []QueueID) {
	for _, s := range a.Queues {
		qs = append(qs, s.Queue)
	}
	return qs
}
