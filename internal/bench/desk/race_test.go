//go:build race

package desk

const usualEntries = 10_000
