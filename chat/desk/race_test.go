//go:build race

package desk

// idleMost is greater here: the race detector has memory of its own for each object.
const idleMost = 128 << 20
