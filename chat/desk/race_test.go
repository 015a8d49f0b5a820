//go:build race

package desk_test

// Here desks are fewer and may hold more: the race detector has memory of its own for each object.
const (
	idleDesks = 250
	idleMost  = 128 << 10
)

// beaconMost is how many allocations a beacon may be that nothing is due for: the race detector has
// a sync.Pool forget at random.
const beaconMost = 24.0
