//go:build !race

package desk

const usualEntries = 100_000
