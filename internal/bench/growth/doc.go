// Package growth holds how a desk's work grows with its team, its open sessions and its settings. It
// counts work, and times nothing, so it says the same on a busy machine: see RESULTS.md.
package growth
