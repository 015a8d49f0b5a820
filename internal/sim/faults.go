package sim

import "math/rand/v2"

// Faults are chances in ten thousand: of a store call, or of a step of the world where it says so.
type Faults struct {
	Conflict int // a commit is answered with a conflict that was none
	Fail     int // a call fails and nothing happened
	Lost     int // a commit is applied and its answer is lost
	Repeat   int // a commit arrives twice
	Late     int // others act while the call is under way
	Short    int // a reader of the feed gets less than there is
	Before   int // the node dies before the commit is applied
	After    int // the node dies after it, without an answer

	Crash int // of a step: a node dies
	Pause int // of a step: a node sleeps, up to ten leases long, and half the time its clock of intervals does too
	Jump  int // of a step: a node's time of day jumps, up to 30 seconds either way; its clock of intervals goes on
	Drop  int // of a step: an agent's connection breaks
}

// Usual returns harsh faults, some of them off: a bug often hides behind the noise of another
// fault.
func Usual(r *rand.Rand) Faults {
	f := Faults{Conflict: 300, Fail: 100, Lost: 150, Repeat: 100, Late: 2500, Short: 500, Before: 10, After: 10, Crash: 10, Pause: 20, Jump: 10, Drop: 20}
	for _, p := range []*int{&f.Conflict, &f.Fail, &f.Lost, &f.Repeat, &f.Late, &f.Short, &f.Before, &f.After, &f.Crash, &f.Pause, &f.Jump, &f.Drop} {
		if r.IntN(4) == 0 {
			*p = 0
		}
	}
	return f
}

// roll reports whether a fault happens, and counts it.
func (w *world) roll(name string, chance int) bool {
	if w.healed || chance == 0 || w.r.IntN(10_000) >= chance {
		return false
	}
	w.fired[name]++
	return true
}
