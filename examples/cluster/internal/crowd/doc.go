// Package crowd is visitors and agents who talk through the HTTP API of a desk, and the books that are kept of it.
//
// The clients know what was answered to them, and what they heard on their streams; a witness reads the feed of the store.
// [Books] compares the two: a message that was accepted must be in its timeline once, at the place that was answered, in
// the order in which its author wrote it, and no agent may have more than there is room for. Whoever is not answered, or
// with an error that leaves the outcome open, asks again under the same Idempotency-Key until it is known.
package crowd
