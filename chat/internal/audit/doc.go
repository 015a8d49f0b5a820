// Package audit is the audit trail: it remembers every write that changes what a team works by, who
// may do what, or somebody else's affairs.
//
// A [Line] is begun before such a write, and a [Draft] of it puts the records and the line into one
// batch: both are committed, or neither is. Whoever writes without a line is refused, so there is
// no way around it. A line holds the members that differ, before and after, and minted ids: never
// what somebody is called, unless that is what was changed.
//
// Lines are kept by age: they are deleted when Config.Keep is over. When a person is
// erased, what lines say of them is erased too; that something was done stays.
package audit
