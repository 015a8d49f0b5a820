// Package replica is what one node knows of its team, fed by the feed of the store.
//
// [Replica] holds the records that routing, timers, streams and boards depend on, as of one
// revision, with what is counted from them. [Hub] wakes whoever waits for something to change.
// Nothing here is the truth: whatever is decided on a replica is committed on the condition that it
// still holds.
//
// # Where things are
//
//   - apply.go takes in records, one family after another. All that follows from a record is kept
//     right there, under one lock: state.go says what that is.
//   - sessions.go, team.go, connections.go and visits.go are the pictures of open sessions, of
//     agents, and of who is connected to which node.
//   - watches.go, shifts.go, jobs.go and effects.go say what is due, and leading.go collects it for
//     the node that leads.
//   - lookup.go, lists.go, board.go and gauges.go answer questions, and day.go counts.
//   - stamp.go, own_time.go, agent_time.go and clocks.go let what was promised last as long as it
//     was promised, also when somebody sets the clock of the machine.
//   - ahead.go is a store that finds out when the database went back to an earlier time.
package replica
