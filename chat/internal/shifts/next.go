package shifts

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Act is what the desk does with an agent because of their plan. The empty Act is nothing.
type Act string

// The acts.
const (
	Drain  Act = "drain"  // the handover begins: nothing new
	Pause  Act = "pause"  // a planned break begins
	Resume Act = "resume" // a planned break is over
	End    Act = "end"    // the shift is over: draining at the latest
	Relief Act = "relief" // it is over, and what is left goes to colleagues
)

// Next returns what an agent's plan asks for next, and when: an instant that is not after now says
// that it is due. With the empty Act the plan is to be looked at again then. The zero instant is
// never: there is no plan, or the agent is not there.
//
// An edge of the plan is done once, and not to somebody whose mode was chosen after it. Nobody is
// made available but by the end of a planned break that found them available.
func (p Plan) Next(a chat.Agent, now time.Time) (time.Time, Act) {
	if p.none() || a.Removed || a.Mode == chat.Offline || a.Mode == chat.Lost {
		return time.Time{}, ""
	}
	at, act := p.look(a, now)
	// A change of phase that asks for nothing leads on to the next one, up to a span from now.
	for horizon := now.Add(span); act == "" && !at.IsZero() && at.Before(horizon); {
		at, act = p.look(a, at)
	}
	return at, act
}

// look returns what is due, or when the phase changes next.
func (p Plan) look(a chat.Agent, now time.Time) (time.Time, Act) {
	at := p.At(now)
	if at.Phase == chat.ShiftOff {
		return p.over(a, at, now)
	}
	// An edge before the last act, or before the mode that the agent chose, is done with.
	seen := later(a.Plan.Done, a.Plan.Chosen)
	due := func(edge time.Time) bool { return !edge.After(now) && edge.After(seen) }
	switch at.Phase {
	// A planned break takes nobody away from another one.
	case chat.ShiftPause:
		if a.Mode == chat.Available && due(at.BreakFrom) {
			return now, Pause
		}
	case chat.ShiftEnds:
		if a.Mode == chat.Available && due(p.ending(shift{from: at.From, to: at.To})) {
			return now, Drain
		}
	default:
		// Only whom the planned break found available is brought back by its end.
		paused := a.Mode == chat.Break || a.Mode == chat.Draining
		if a.Plan.Resumes && paused && a.ModeReason == chat.PlannedBreak {
			return now, Resume
		}
	}
	return at.Until, ""
}

// over returns what there is to do when no shift is on.
func (p Plan) over(a chat.Agent, at chat.Shift, now time.Time) (time.Time, Act) {
	// The shift is over, and the agent still has chats: they go to colleagues.
	if a.Mode == chat.Draining && a.ModeReason == chat.ShiftOver {
		return now, Relief
	}
	ending, end := p.before(now)
	chosen := a.Plan.Chosen
	// Whoever made themselves available in the handover, or since, works on.
	stays := a.Mode == chat.Available && !chosen.Before(ending)
	if end.After(later(a.Plan.Done, chosen)) && !stays {
		return now, End
	}
	return at.Until, ""
}

// Do returns the agent as an act leaves them. A relief changes the agent's sessions alone.
func (p Plan) Do(a chat.Agent, act Act, now time.Time) (chat.Agent, error) {
	var err error
	done := now.Round(0).UTC()
	switch act {
	case Drain:
		a, err = a.SetMode(chat.Draining, chat.ShiftEnding, now)
	case End:
		a, err = a.SetMode(chat.Draining, chat.ShiftOver, now)
	case Resume:
		a, err = a.SetMode(chat.Available, chat.BreakOver, now)
		a.Plan.Resumes = false
	case Pause:
		mode := chat.Break
		// Chats under way are finished first: nothing new comes meanwhile.
		if a.Sessions > 0 || a.Load > 0 {
			mode = chat.Draining
		}
		a, err = a.SetMode(mode, chat.PlannedBreak, now)
		a.Plan.Resumes = true
	default:
		return a, nil
	}
	a.Plan.Done = done
	return a, err
}

// Standing is where an agent stands in the plan.
func (p Plan) Standing(a chat.Agent, now time.Time) chat.Shift {
	s := p.At(now)
	switch a.Mode {
	case chat.Available, chat.Break, chat.Draining:
		s.Outside = s.Phase == chat.ShiftOff && !a.Removed && a.ModeReason != chat.ShiftOver
	}
	return s
}

// later returns the later of two instants.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
