//go:build race

package desk

// The race detector looks at what runs, not at how fast: a little of it is enough.
const (
	usualEntries  = 10_000
	days          = 1
	usualMessages = 128
)
