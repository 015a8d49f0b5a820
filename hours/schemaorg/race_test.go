//go:build race

package schemaorg_test

// thin is how many times smaller the property tests are: the race detector makes them that much
// slower.
const thin = 8
