//go:build !race

package desk

const (
	usualEntries  = 100_000
	days          = 5
	usualMessages = 640
)

var usualNamespaces = []int{1, 2, 8}
