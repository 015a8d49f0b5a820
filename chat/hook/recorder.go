package hook

import "github.com/switchboard-go/switchboard/trigger"

// Recorder keeps what the rules of prompts saw, for a trigger.Backtest.
type Recorder interface {
	// Record is called on the way of a request and must return at once. A beacon is one record. What a visitor did with a
	// prompt between two beacons comes on its own, with nothing of the visit but the visitor, and belongs to that visitor's
	// next look. The visit holds what the host's Profile says of the visitor, the name among it.
	Record(r trigger.Recorded)
}
