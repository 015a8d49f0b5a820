package routing

import "slices"

const (
	maxLanes = 64 // lanes of a group: one bit of a mask each
	exactCap = 14 // up to this capacity every ratio of load has a lane of its own: there are 64 of them
	maxUnits = 1_000_000
)

// fraction is used/capacity.
type fraction struct{ used, capacity int }

// ladder holds the distinct ratios below 1 that capacities up to exactCap can have, in order.
// rung[used][capacity] is the place of a ratio in it.
var ladder, rung = climb()

func climb() (l []fraction, r [exactCap + 1][exactCap + 1]uint8) {
	for c := 1; c <= exactCap; c++ {
		for u := range c {
			l = append(l, fraction{u, c})
		}
	}
	slices.SortFunc(l, func(a, b fraction) int { return a.used*b.capacity - b.used*a.capacity })
	l = slices.CompactFunc(l, func(a, b fraction) bool { return a.used*b.capacity == b.used*a.capacity })
	for c := 1; c <= exactCap; c++ {
		for u := range c {
			r[u][c] = uint8(rungOf(l, u, c))
		}
	}
	return l, r
}

// rungOf returns the place of the last ratio of the ladder that is not above used/capacity.
func rungOf(l []fraction, used, capacity int) int {
	i, found := slices.BinarySearchFunc(l, fraction{used, capacity}, func(a, b fraction) int {
		return a.used*b.capacity - b.used*a.capacity
	})
	if !found {
		i--
	}
	return i
}

// ratioLane returns the lane of a load. It never falls as the ratio rises.
func ratioLane(used, capacity int) int {
	if capacity <= exactCap {
		return int(rung[used][capacity])
	}
	return rungOf(ladder, used, capacity)
}
