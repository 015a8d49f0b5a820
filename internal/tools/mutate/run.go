package main

import "time"

// outcome is what the tests made of a fault.
type outcome int

const (
	survived outcome = iota
	noticed
	timedOut // noticed too: the tests never ended
	unusable // it does not compile
)

// longest is how long the tests of a package may run whose usual time is not known.
const longest = 5 * time.Minute

// witness is a package's tests that must notice a fault of the list. Run chooses among them; empty
// means all.
type witness struct {
	pkg, run string
	limit    time.Duration
}

// tail returns the end of what a command printed.
func tail(out string) string {
	const most = 2000
	if len(out) > most {
		return "…" + out[len(out)-most:]
	}
	return out
}
