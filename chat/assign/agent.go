package assign

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// LostReason is the ModeReason of an agent who is offline without having signed off.
const LostReason = "connection lost"

// OfAgent reports whether a decision is about an agent alone, and no session.
func OfAgent(d routing.Decision) bool {
	return d.Kind == routing.Lost || d.Kind == routing.Drained || d.Kind == routing.Pause
}

// drained returns the agent as the end of what they had leaves them: on the break they were to take
// by plan, or else signed off.
func drained(a chat.Agent, now time.Time) (chat.Agent, error) {
	switch a.ModeReason {
	case chat.PlannedBreak:
		return a.SetMode(chat.Break, chat.PlannedBreak, now)
	case chat.ShiftEnding:
		return a.SetMode(chat.Offline, chat.ShiftOver, now)
	}
	return a.SetMode(chat.Offline, a.ModeReason, now)
}

// Applied returns the agent's record as a decision leaves it: an offer or assignment gives the
// agent a turn, one that was lost beyond the grace or is drained goes offline, unless it drains for a
// planned break, and one who missed too many offers takes a break. Load and IdleSince stay: they follow from what Decide makes of the
// session. Other decisions change nothing.
func Applied(a chat.Agent, d routing.Decision, now time.Time) (chat.Agent, error) {
	switch d.Kind {
	case routing.Offer, routing.Assign:
		a.Turn = d.Turn
	case routing.Lost:
		return a.SetMode(chat.Offline, LostReason, now)
	case routing.Drained:
		return drained(a, now)
	case routing.Pause:
		return a.SetMode(chat.Break, chat.AwayMissed, now)
	}
	return a, nil
}
