//go:build !race

package desk_test

// So many desks do nothing, and each may hold so many bytes meanwhile.
const (
	idleDesks = 1000
	idleMost  = 80 << 10
)

// beaconMost is how many allocations a beacon may be that nothing is due for.
const beaconMost = 13.0
