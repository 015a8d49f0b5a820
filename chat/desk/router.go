package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// Router decides who gets which session. Facts go in and proposals come out; a proposal is none until its record comes
// back as a fact. The desk calls it from one goroutine at a time.
type Router interface {
	// Set takes in a record, as far as routing depends on it. Facts that are not newer than the known one are ignored.
	Set(now time.Time, f routing.Fact)
	// Advance proposes what is to be done now. The slice is valid until the next call.
	Advance(now time.Time) []routing.Decision
	// Undo takes a proposal back whose commit failed.
	Undo(now time.Time, d routing.Decision)
	// NextDeadline is when Advance may have something new to propose, if no fact comes before.
	NextDeadline() (time.Time, bool)
	// Configure takes in other queues. Facts known so far stay.
	Configure(now time.Time, cfg routing.Config) error

	// Position is a session's place in its line, from 1.
	Position(id string) (int, bool)
	// Waiting is how many sessions are in a queue's line.
	Waiting(queue string) int
	// Full reports whether a queue is at its limit, those on offer counted, or was and has not fallen far enough since.
	Full(queue string) bool
	// Wait is how long a session will wait from now on.
	Wait(id string, now time.Time) routing.Estimate
	// Explain says of each agent why they do not get a waiting session, or why one got it.
	Explain(id string) []routing.Verdict
}
