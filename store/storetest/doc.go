// Package storetest is the contract of store.Store as a suite that an adapter's author runs.
//
// [Run] runs every property as a subtest; [Check] returns the faults instead, for tools and for
// tests of the suite itself. A fault names the property that does not hold and what was seen, down
// to the history of the clients involved. There are no feature flags: the optional interfaces are
// tried when a store has them.
//
// The suite is deterministic apart from scheduling, uses the standard library alone, and takes
// seconds. Config.Full multiplies what depends on luck.
package storetest
