package hours

import (
	"fmt"
	"time"
)

// Revision is the schedule in force from an instant on, until the next revision.
type Revision struct {
	From time.Time `json:"from"`
	S    *Schedule `json:"hours"`
}

// Revisions are the hours of a place over the years, in ascending order of From, so that the past
// stays what it was when the hours change. Before the first revision it is closed; give that the
// zero time if it has always been in force. A nil schedule never opens. Every query goes through at
// most all revisions, each at the cost of the Schedule's own.
type Revisions []Revision

// Check reports whether the revisions are in order and none is without a schedule.
func (r Revisions) Check() error {
	for i := range r {
		if r[i].S == nil {
			return &Fault{Field: fmt.Sprintf("Revisions[%d].S", i), Problem: "is nil"}
		}
		if i > 0 && !r[i-1].From.Before(r[i].From) {
			return &Fault{Field: fmt.Sprintf("Revisions[%d].From", i), Problem: "is not after the one before"}
		}
	}
	return nil
}

// never is in force before the first revision.
var never = new(Schedule)

// in returns the number of the revision in force at t; -1 is the time before the first. It looks
// from the end, because most questions are about now, and now is mostly in the last one.
func (r Revisions) in(t time.Time) int {
	i := len(r) - 1
	for i >= 0 && t.Before(r[i].From) {
		i--
	}
	return i
}

// schedule returns that of a revision, which never opens where there is none.
func (r Revisions) schedule(i int) *Schedule {
	if i < 0 || r[i].S == nil {
		return never
	}
	return r[i].S
}

// ends reports whether revision i is no longer in force at t.
func (r Revisions) ends(i int, t time.Time) bool {
	return i+1 < len(r) && !t.Before(r[i+1].From)
}

// Open is Schedule.Open, of the schedule in force at t.
func (r Revisions) Open(t time.Time) bool { return r.schedule(r.in(t)).Open(t) }

// turn returns the first instant after t at which r opens or closes.
func (r Revisions) turn(t time.Time) (time.Time, bool) {
	open := r.Open(t)
	for i := r.in(t); ; i++ {
		at, ok := r.schedule(i).turn(t)
		if ok && !r.ends(i, at) {
			return at, true
		}
		if i+1 == len(r) {
			return time.Time{}, false
		}
		t = r[i+1].From.In(t.Location())
		if r.schedule(i+1).Open(t) != open {
			return t, true
		}
	}
}

// since returns the last instant at or before t at which r opened or closed.
func (r Revisions) since(t time.Time) (time.Time, bool) {
	open := r.Open(t)
	for i := r.in(t); ; i-- {
		at, ok := r.schedule(i).lastTurn(t)
		if i < 0 {
			return time.Time{}, false
		}
		if ok && !at.Before(r[i].From) {
			if at.After(r[i].From) || r.before(i) != open {
				return at, true
			}
		} else if r.before(i) != open {
			return r[i].From.In(t.Location()), true
		}
		t = r[i].From.Add(-time.Nanosecond).In(t.Location())
	}
}

// before reports whether the schedule in force was open just before revision i came into force.
func (r Revisions) before(i int) bool {
	return r.schedule(i - 1).Open(r[i].From.Add(-time.Nanosecond))
}

// NextOpen is Schedule.NextOpen; a revision that is open where the one before was closed opens when
// it comes into force.
func (r Revisions) NextOpen(t time.Time) (time.Time, bool) { return r.nextTurn(t, true) }

// NextClose is Schedule.NextClose.
func (r Revisions) NextClose(t time.Time) (time.Time, bool) { return r.nextTurn(t, false) }

func (r Revisions) nextTurn(t time.Time, open bool) (time.Time, bool) {
	at, ok := r.turn(t)
	if ok && r.Open(t) == open {
		at, ok = r.turn(at)
	}
	return at, ok
}

// PrevClose is Schedule.PrevClose.
func (r Revisions) PrevClose(t time.Time) (time.Time, bool) {
	at, ok := r.since(t)
	if ok && r.Open(t) {
		at, ok = r.since(at.Add(-time.Nanosecond))
	}
	return at, ok
}

// At is Schedule.At. Last call and grace are those of the revision in force at t.
func (r Revisions) At(t time.Time) State {
	s := r.schedule(r.in(t))
	state := s.At(t)
	state.Since, _ = r.since(t)
	state.Until, _ = r.turn(t)
	if s.Open(t) {
		state.call(t, s.lastCall)
	} else {
		state.wait(t, s.grace)
	}
	return state
}
