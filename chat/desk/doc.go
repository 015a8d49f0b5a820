// Package desk is the one place that acts: it loads sessions from a store, lets package chat decide, and commits what
// came of it, with its indexes and the agents' ledgers, in one batch.
//
// What it promises: a message it accepted is in the store, once, at its place in the timeline, whatever dies next; a
// session has one owner; no offer is made beyond an agent's capacity, with any number of desks on one store; an answer
// that got lost on the way is given again to the same command id; and what a visitor is told is what the desk does.
//
// A host talks to it through handles that can do only what their holder may: [Desk.Visitor], [Desk.Agent],
// [Desk.Supervisor], and [Desk.Host] for the host's own code. Somebody else's session is answered exactly like one that
// does not exist. [New] writes nothing, and a desk where nothing is open writes nothing. [Desk.Run] drives the routing,
// the timers and the outbox; all of them are values with a Step, so that a test can drive them by hand.
//
// What a host may implement for it stands in package hook. Its errors are those of package chat.
package desk
