//go:build !race

package routing_test

// slow divides the sizes of the long tests.
const slow = 1
