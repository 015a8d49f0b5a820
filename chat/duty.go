package chat

import (
	"encoding/json"
	"time"
)

// Duty is when an agent is to work, how far their log has come, what they missed, and which sessions
// they had last.
type Duty struct {
	Plan Plan         `json:"plan,omitzero"`
	Log  LogMark      `json:"log,omitzero"`
	Past PastSessions `json:"past,omitempty"`
	Misses
}

// Plan is when an agent works, by their settings, and what came of it. The zero Plan is none: the
// agent works whenever they choose to.
type Plan struct {
	// Schedule is the name of one among the settings.
	Schedule string `json:"schedule,omitempty"`
	// Own is hours of the agent's own, as package hours writes them: they count instead.
	Own json.RawMessage `json:"own,omitempty"`
	// Handover is before the end of a shift. 0: the team's; negative: none.
	Handover time.Duration `json:"handover,omitempty"`

	Chosen  time.Time `json:"chosen,omitzero"`   // when a person set the agent's mode last
	Done    time.Time `json:"done,omitzero"`     // the edge of the plan that the desk carried out last
	Resumes bool      `json:"resumes,omitempty"` // was available when the planned break began
}

// The ModeReasons of an agent whom the desk moves by their plan.
const (
	ShiftEnding  = "shift-ending"  // draining: the handover has begun
	ShiftOver    = "shift-over"    // what is left goes to colleagues; then offline
	PlannedBreak = "planned-break" // draining, then on a break
	BreakOver    = "break-over"    // available again, as before the break
)

// ShiftPhase is where an instant lies in an agent's plan.
type ShiftPhase string

// The phases.
const (
	ShiftNone   ShiftPhase = ""           // there is no plan
	ShiftOff    ShiftPhase = "off"        // outside of all shifts
	ShiftOn     ShiftPhase = "on"         // in a shift
	ShiftPause  ShiftPhase = "break"      // in a planned break
	ShiftNotice ShiftPhase = "break-soon" // in a shift, and a planned break begins within 5 minutes
	ShiftEnds   ShiftPhase = "ending"     // in the handover at the end of a shift
)

// Shift is where an agent stands in their plan. The zero Shift says that there is none.
type Shift struct {
	Phase ShiftPhase
	// Outside says that the agent is there though their plan has them off.
	Outside bool
	// From and To are the shift's, zero when Phase is ShiftOff. A zero To says that no end is near.
	From, To time.Time
	// BreakFrom and BreakTo are the planned break that goes on, or the shift's next one; zero: none.
	BreakFrom, BreakTo time.Time
	Next               time.Time // when the next shift begins, if Phase is ShiftOff; zero: never
	Until              time.Time // when the phase is looked at anew; zero: never
}

// Choose is SetMode for a person who sets an agent's mode, and not for what the desk does. In the
// handover of a shift, being available is to go on working after the end.
func (a Agent) Choose(m AgentMode, reason string, now time.Time) (Agent, error) {
	a, err := a.SetMode(m, reason, now)
	if err == nil {
		a.Plan.Chosen, a.Plan.Resumes = now.Round(0).UTC(), false
	}
	return a, err
}
