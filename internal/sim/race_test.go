//go:build race

package sim

// racing says that the race detector is on. A run is one goroutine, so that there is nothing for it
// to find here but in the bubble's own; the gate runs the simulation at its size without it.
const racing = true
