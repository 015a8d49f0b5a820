package hours

import "time"

// Phase is what holds at an instant.
type Phase uint8

// The phases. A schedule is open in PhaseOpen and PhaseLastCall; new chats are commonly taken in PhaseOpen alone, and those
// running are brought to an end in PhaseLastCall and PhaseGrace.
const (
	PhaseClosed   Phase = iota
	PhaseOpen           // open, and closing is further off than last call
	PhaseLastCall       // open, and closing comes within last call
	PhaseGrace          // closed, for no longer than grace
)

// String is Closed, Open, LastCall or Grace.
func (p Phase) String() string {
	switch p {
	case PhaseOpen:
		return "Open"
	case PhaseLastCall:
		return "LastCall"
	case PhaseGrace:
		return "Grace"
	}
	return "Closed"
}

// State is what holds at an instant, since when, until when and why.
type State struct {
	Phase Phase
	Since time.Time // the phase's first instant; zero if it has always been so
	Until time.Time // the first instant after it; zero if it will always be so
	// Rule is the name of the rule that opens or closes, or its text if it has no name. It is empty when no rule opens, which
	// is how most closed time comes about.
	Rule string
}

// At is what holds at t. Open periods that touch are one, so there is no last call between them.
func (s *Schedule) At(t time.Time) State {
	p := s.locate(t.Unix())
	state := State{Rule: s.label(p.mark())}
	open := p.mark().open()
	if end, ok := s.next(p); ok {
		state.Until = unix(end.unix(), 0, t)
	}
	if start, ok := s.prev(p); ok {
		state.Since = unix(start.unix(), 0, t)
	}
	if open {
		state.Phase = PhaseOpen
		s.call(&state, t)
		return state
	}
	s.wait(&state, t)
	return state
}

// call splits open time into open and last call.
func (s *Schedule) call(state *State, t time.Time) {
	if s.lastCall == 0 || state.Until.IsZero() {
		return
	}
	switch begin := state.Until.Add(-s.lastCall); {
	case t.Before(begin):
		state.Until = begin
	case state.Since.Before(begin):
		state.Phase, state.Since = PhaseLastCall, begin
	default:
		state.Phase = PhaseLastCall
	}
}

// wait splits closed time into grace and closed.
func (s *Schedule) wait(state *State, t time.Time) {
	if s.grace == 0 || state.Since.IsZero() {
		return
	}
	switch end := state.Since.Add(s.grace); {
	case !t.Before(end):
		state.Since = end
	case state.Until.IsZero() || end.Before(state.Until):
		state.Phase, state.Until = PhaseGrace, end
	default:
		state.Phase = PhaseGrace
	}
}
