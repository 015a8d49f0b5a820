//go:build !race

package chat_test

// worlds is how many random stories the property test tells; fewer under the race detector, which has nothing to find in a
// package without goroutines.
const worlds = 300

// raced says that the race detector is there: it allocates.
const raced = false
