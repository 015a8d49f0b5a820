//go:build race

package trigger_test

const raceEnabled = true

// thin is how many times smaller the property tests are: the race detector makes them that much
// slower, and they have one goroutine.
const thin = 5
