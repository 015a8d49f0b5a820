package chat

import (
	"slices"
	"time"
)

// maxStints is how many times with an agent a session tells of.
const maxStints = 8

// Stint is a time that a session was with one agent: active, on hold or being written up. Work is
// counted by it, for a session may have several, and time between them that is nobody's.
type Stint struct {
	Agent AgentID   `json:"agent"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to,omitzero"` // zero: they have it still
}

// holder is the agent who has the session; empty: nobody.
func (s Session) holder() AgentID {
	if s.State.Owned() {
		return s.Agent
	}
	return ""
}

// changeHands keeps the stints in step with who has the session, of whom another had it before.
func (t *step) changeHands(before AgentID) {
	after := t.holder()
	if after == before {
		return
	}
	t.Stints = slices.Clone(t.Stints)
	if n := len(t.Stints); before != "" && n > 0 && t.Stints[n-1].To.IsZero() {
		t.Stints[n-1].To = t.now
	}
	if after != "" {
		t.Stints = append(t.Stints, Stint{Agent: after, From: t.now})
		t.Stints = t.Stints[max(0, len(t.Stints)-maxStints):]
	}
}
