//go:build !race

package desk

// idleMost is how many bytes a thousand desks may hold while nothing happens.
const idleMost = 80 << 20
