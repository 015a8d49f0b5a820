// Package timing is a node's sense of time.
//
// A node has two clocks. The time of day dates what people see; somebody may set it. The clock of
// intervals, [Steady], measures beats, leases, pauses and silences; nobody can set it, and its
// readings mean nothing but by their distances. In this module an instant called now is of the time
// of day, and one called tick is of the clock of intervals.
//
// [Skew] is how far the time of day of the other nodes is from this one's. [Deadlines] are instants
// by key.
package timing
