package hours

import "time"

// Phase is what holds at an instant.
type Phase uint8

// The phases. A schedule is open in PhaseOpen and PhaseLastCall; new chats are commonly taken in
// PhaseOpen alone, and those running are brought to an end in PhaseLastCall and PhaseGrace.
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
	// Rule is the name of the rule that opens or closes, or its text if it has no name. It is empty
	// when no rule opens, which is how most closed time comes about.
	Rule string
	// Part is the schedule that decides, by its place among those given to Union, Intersect, Minus
	// or FirstOpen; 0 otherwise.
	Part int
}

// At returns what holds at t. Open periods that touch are one, so there is no last call between
// them.
func (s *Schedule) At(t time.Time) State {
	s = s.orClosed()
	p := s.locate(t.Unix())
	m := p.mark()
	state := State{Rule: s.label(m), Part: s.part(m)}
	start := p
	if s.next(&p) {
		state.Until = unix(p.unix(), 0, t)
	}
	if s.prev(&start) {
		state.Since = unix(start.unix(), 0, t)
	}
	if m.open() {
		state.call(t, s.lastCall)
	} else {
		state.wait(t, s.grace)
	}
	return state
}

// call sets the phase within open time: open, or in its last part PhaseLastCall.
func (s *State) call(t time.Time, lastCall time.Duration) {
	s.Phase = PhaseOpen
	if lastCall == 0 || s.Until.IsZero() {
		return
	}
	begin := s.Until.Add(-lastCall)
	if t.Before(begin) {
		s.Until = begin
		return
	}
	s.Phase = PhaseLastCall
	if s.Since.Before(begin) {
		s.Since = begin
	}
}

// wait sets the phase within closed time: in its first part PhaseGrace, and then closed.
func (s *State) wait(t time.Time, grace time.Duration) {
	s.Phase = PhaseClosed
	if grace == 0 || s.Since.IsZero() {
		return
	}
	end := s.Since.Add(grace)
	if !t.Before(end) {
		s.Since = end
		return
	}
	s.Phase = PhaseGrace
	if s.Until.IsZero() || end.Before(s.Until) {
		s.Until = end
	}
}
