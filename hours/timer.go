package hours

import "time"

// Measurer is the business time a Timer counts. *Schedule and Revisions are Measurers.
type Measurer interface {
	// Between is how much of the time from a to b is open.
	Between(a, b time.Time) time.Duration
	// Add is the instant at which d of open time has passed since t; ok is false if it never does.
	Add(t time.Time, d time.Duration) (due time.Time, ok bool)
}

// Timer is a response target: it counts open time while it runs, can be paused, and knows when it
// is due. It has no clock; each call is given the time. It is not safe for concurrent use. Make one
// with NewTimer or RestoreTimer.
type Timer struct {
	hours Measurer
	state TimerState
}

// TimerState is all there is to a timer but its hours, to be saved and restored.
type TimerState struct {
	Target time.Duration `json:"target_ns"` // how much open time it has
	Used   time.Duration `json:"used_ns"`   // how much of it had passed when it last stood still
	Since  time.Time     `json:"since"`     // when it last began to run; zero while it stands still
}

// NewTimer returns a timer that stands still, with the whole target before it. A target below zero
// is due at once.
func NewTimer(hours Measurer, target time.Duration) *Timer {
	return RestoreTimer(hours, TimerState{Target: target})
}

// RestoreTimer returns a timer as its Snapshot left it. With other hours than before, what has
// passed since it last began to run is counted by the new ones; to keep it, see Change.
func RestoreTimer(hours Measurer, state TimerState) *Timer {
	return &Timer{hours: hours, state: state}
}

// Snapshot returns the state to save.
func (t *Timer) Snapshot() TimerState { return t.state }

// Running reports whether time is being counted.
func (t *Timer) Running() bool { return !t.state.Since.IsZero() }

// Start begins from nothing: the whole target lies ahead, however much had been used.
func (t *Timer) Start(now time.Time) {
	t.state.Used, t.state.Since = 0, now
}

// Pause stops counting. A timer that stands still is left alone.
func (t *Timer) Pause(now time.Time) {
	t.state.Used, t.state.Since = t.Used(now), time.Time{}
}

// Resume counts on from where Pause stopped. A timer that runs is left alone.
func (t *Timer) Resume(now time.Time) {
	if !t.Running() {
		t.state.Since = now
	}
}

// Change goes on with other hours: what was used before now was counted by the old ones and is
// kept, the due time moves.
func (t *Timer) Change(now time.Time, hours Measurer) {
	if t.Running() {
		t.state.Used, t.state.Since = t.Used(now), now
	}
	t.hours = hours
}

// Retarget gives the timer another target, as when a request becomes more urgent. The time that was
// used stays used, and a timer that stands still stays so. Only the due time moves; it may lie in
// the past then.
func (t *Timer) Retarget(target time.Duration) { t.state.Target = target }

// Used returns the open time that has passed. A now before the timer last began to run counts as
// that instant.
func (t *Timer) Used(now time.Time) time.Duration {
	if !t.Running() || now.Before(t.state.Since) {
		return t.state.Used
	}
	return t.state.Used + t.hours.Between(t.state.Since, now)
}

// Remaining returns the open time left until it is due; below zero, how long it has been due.
func (t *Timer) Remaining(now time.Time) time.Duration { return t.state.Target - t.Used(now) }

// Due returns the instant at which nothing remains. ok is false while the timer stands still, and
// when the hours never come to it.
func (t *Timer) Due() (due time.Time, ok bool) {
	if !t.Running() {
		return time.Time{}, false
	}
	return t.hours.Add(t.state.Since, max(0, t.state.Target-t.state.Used))
}

// Fired reports whether nothing remains.
func (t *Timer) Fired(now time.Time) bool { return t.Remaining(now) <= 0 }
