package chat

import "time"

// AwayMissed is the ModeReason of an agent whom the desk set on a break because several offers in a
// row ran out. Becoming available again is the agent's own act.
const AwayMissed = "missed"

// Misses are the offers in a row that an agent let run out: see Agent.Miss.
type Misses struct {
	Missed   int       `json:"missed,omitempty"`
	MissedAt time.Time `json:"missed_at,omitzero"` // when the last of them ran out
}

// Miss counts an offer that ran out now and was made at an instant. With the most-th in a row an
// available agent goes on a break, with the reason AwayMissed; 0 or less is never. Offers that were
// out at the same time count once: only one made after the last miss is another miss. A last miss
// that lies in the future, by a clock that was put back since, does not count.
func (a Agent) Miss(made, now time.Time, most int) Agent {
	if made.Before(a.MissedAt) && a.MissedAt.Before(now.Add(time.Minute)) {
		return a
	}
	a.Missed, a.MissedAt = a.Missed+1, now
	if most > 0 && a.Missed >= most && a.Mode == Available {
		a.Mode, a.ModeReason, a.ModeAt = Break, AwayMissed, now
	}
	return a
}

// Acted returns the agent after an act of their own: they are there, so no misses are in a row any
// more.
func (a Agent) Acted() Agent {
	a.Misses = Misses{}
	return a
}
