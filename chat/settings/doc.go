// Package settings is what a team works by: its sites, queues, agents, schedules, rules, canned
// replies and attributes.
//
// A [Team] is all of them together. [Check] says whether they can be in force: it looks at each
// setting alone, and then builds everything the team feeds, with the host's own parts. So what is
// accepted works.
//
// [Load] makes settings in force of what was stored. A record that cannot be in force as it stands
// keeps its last good value and is named as a fault; it keeps no other record from being in force.
//
// The package is pure: the same input gives the same answer, without a clock or I/O.
package settings
