package chat

import (
	"fmt"
	"time"
)

// AgentMode is whether an agent takes sessions. It is not presence: a connection lost makes an
// agent Lost for a grace.
type AgentMode string

// The modes.
const (
	Offline   AgentMode = "offline"   // signed out
	Available AgentMode = "available" // accepting chats
	Break     AgentMode = "break"     // pausing: keeps what it has, its pending offers are rescinded
	Draining  AgentMode = "draining"  // takes nothing new, finishes what it has, pending offers too
	Lost      AgentMode = "lost"      // the connection is gone; its sessions wait for the grace
)

// Agent is a person or bot who answers, as a value. Load is a ledger: it changes only together with
// the sessions that it sums up.
type Agent struct {
	ID         AgentID  `json:"id"`
	Name       string   `json:"name"` // what visitors see
	Supervisor bool     `json:"supervisor,omitempty"`
	Everything bool     `json:"everything,omitempty"` // of a supervisor: not their queues alone. See Oversees
	Powers     []Power  `json:"powers,omitempty"`     // of a supervisor. See May
	Bot        bool     `json:"bot,omitempty"`
	Hosted     bool     `json:"hosted,omitempty"` // led by code of the host, which holds no stream. See Leaves
	Queues     []Serves `json:"queues"`
	Skills     []Skill  `json:"skills,omitempty"`
	Person
	Capacity   int       `json:"capacity"`       // units, 1 to 64
	Tier       int       `json:"tier,omitempty"` // lower first: a bot -1, people 0, supervisors 1
	Mode       AgentMode `json:"mode"`
	ModeReason string    `json:"mode_reason,omitempty"` // the agent's own words: lunch, training
	ModeAt     time.Time `json:"mode_at,omitzero"`
	Load       int       `json:"load,omitempty"` // units in use: the sum of the sessions' charges
	Sessions   int       `json:"sessions,omitempty"`
	IdleSince  time.Time `json:"idle_since,omitzero"` // when it last gained capacity or became available
	Turns
	Loss
	Duty
	Version int64 `json:"version,omitempty"` // principals with a lower version are refused
	Removed bool  `json:"removed,omitempty"`
}

// Person is what the settings say of an agent as a person.
type Person struct {
	Photo     string   `json:"photo,omitempty"`     // the address of their picture: see CheckPicture
	Languages []string `json:"languages,omitempty"` // BCP 47, the first is the agent's own
}

// Turns is an agent's place among those who take turns.
type Turns struct {
	Turn  int64 `json:"turn,omitempty"`  // how many assignments it has had: the round robin's place
	Share int   `json:"share,omitempty"` // of the turns of a weighted strategy, 1 to 1000. Default: 1
}

// Loss is when the connection of a Lost agent went, and the mode to return to when it is back.
type Loss struct {
	LostAt time.Time `json:"lost_at,omitzero"`
	Before AgentMode `json:"before,omitempty"`
}

// Serves says that an agent helps in a queue: with lower Priority first, and only with sessions
// that waited Delay.
type Serves struct {
	Queue    QueueID       `json:"queue"`
	Priority int           `json:"priority,omitempty"`
	Delay    time.Duration `json:"delay,omitempty"`
}

// Free returns the units that may still be offered: never negative, 0 unless the agent is
// available.
func (a Agent) Free() int {
	if a.Mode != Available || a.Removed {
		return 0
	}
	return max(0, a.Capacity-a.Load)
}

// In reports whether the agent serves the queue.
func (a Agent) In(q QueueID) bool {
	for _, s := range a.Queues {
		if s.Queue == q {
			return true
		}
	}
	return false
}

// Oversees reports whether the agent is a supervisor of everything, and not of some queues alone. A
// supervisor's record without queues counts as one: an earlier release wrote it that way.
func (a Agent) Oversees() bool {
	return a.Supervisor && (a.Everything || len(a.Queues) == 0)
}

// Can reports whether the agent has a skill at the level required or above.
func (a Agent) Can(need Skill) bool {
	for _, s := range a.Skills {
		if s.Name == need.Name && s.Level >= need.Level {
			return true
		}
	}
	return false
}

// SetMode returns the agent in another mode. Setting the mode that the agent is in changes the
// reason alone, so that asking twice gains nobody a better place. Available also counts as an act
// of the agent: see Acted.
func (a Agent) SetMode(m AgentMode, reason string, now time.Time) (Agent, error) {
	switch m {
	case Offline, Available, Break, Draining, Lost:
	default:
		return a, invalid("mode", "must be one of available, break, draining, offline")
	}
	if m == Available && a.Mode != m && !a.May(PowerAnswer) {
		return a, fmt.Errorf("%w: mode: who may not answer takes no sessions", ErrForbidden)
	}
	if err := short("reason", reason, 80); err != nil && reason != a.ModeReason { // an older release may have accepted it
		return a, err
	}
	a.ModeReason = reason
	if m == Available {
		a = a.Acted()
	}
	if a.Mode == m {
		return a, nil
	}
	if m == Lost {
		a.Before, a.LostAt = a.Mode, now
	} else {
		a.Before, a.LostAt = "", time.Time{}
	}
	if m == Available && a.Mode != Lost {
		a.IdleSince = now
	}
	a.Mode, a.ModeAt = m, now
	return a, nil
}

// Leaves reports whether the agent is lost when their connection is: they take sessions, or finish
// some, and are not Hosted.
func (a Agent) Leaves() bool {
	return !a.Removed && !a.Hosted && (a.Mode == Available || a.Mode == Break || a.Mode == Draining)
}

// Return returns a lost agent to the mode before. Other modes stay.
func (a Agent) Return(now time.Time) Agent {
	if a.Mode != Lost {
		return a
	}
	a.Mode, a.ModeAt, a.Before, a.LostAt = a.Before, now, "", time.Time{}
	return a
}
