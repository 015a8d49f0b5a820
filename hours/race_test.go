//go:build race

package hours_test

// thin is how many times smaller the property tests are: the race detector makes them that much
// slower.
const thin = 12
