//go:build race

package desk_test

import "runtime"

// A bubble hands over between its goroutines all the time, which costs the race detector most where
// they are on several processors: on one, these tests take two thirds of the work. The detector
// sees what happens before what all the same. At night -cpu gives them all.
func init() { runtime.GOMAXPROCS(1) }

// Here desks are fewer and may hold more: the race detector has memory of its own for each object.
const (
	idleDesks = 250
	idleMost  = 128 << 10
)

// beaconMost is how many allocations a beacon may be that nothing is due for: the race detector has
// a sync.Pool forget at random.
const beaconMost = 24.0
