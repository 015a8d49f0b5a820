// Package history records what the clients of a store saw and tells whether a correct store could
// have answered so.
//
// A [Recorder] wraps stores and notes each call with the moment it was made and the moment it was
// answered. [Check] replays the commits in the order of their revisions, which is the order the
// store itself claims, and demands that every Get, List, Changes, conflict and commit fits one
// instant between its two moments. That makes the check linear where the general problem is
// exponential, and exact: the store is linearizable in its own order, or it is not.
//
// Commits with an unknown outcome are allowed: one has happened if any answer shows what it wrote.
// So let every batch that puts something put a value of its own under a key of its own, and end a
// history with a read of those keys.
//
// A violation is told as text for people: the call that fits nowhere, why each instant is wrong,
// and what went on around it.
package history
