//go:build !race

package desk_test

// So many desks do nothing, and each may hold so many bytes meanwhile.
const (
	idleDesks = 1000
	idleMost  = 80 << 10
)
