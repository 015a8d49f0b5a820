//go:build race

package chat_test

const worlds = 30

// raced says that the race detector is there: it allocates.
const raced = true
