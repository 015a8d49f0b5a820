// Package replica is what one node knows of its team, fed by the feed of the store.
//
// [Replica] holds the records that routing, timers, streams and boards depend on, as of one revision, with what is counted
// from them. [Hub] wakes whoever waits for something to change. Nothing here is the truth: whatever is decided on a replica is
// committed on the condition that it still holds.
package replica
