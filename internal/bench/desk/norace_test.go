//go:build !race

package desk

const (
	usualEntries  = 30_000
	days          = 3
	usualMessages = 640
)
