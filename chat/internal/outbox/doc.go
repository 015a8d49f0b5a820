// Package outbox does what a desk owes the world outside: mails, transcripts, hand-offs.
//
// An effect is a record. It is written in the batch of the command that asks for it, so that
// neither is there without the other. The node that leads does it when it is due, and then deletes
// the record in the batch that says so in the session's timeline. A node may die between the two:
// so an effect happens at least once, and carries an id by which the other side can tell that it
// came before.
//
// An effect that fails is written again with a later instant, which is part of its key: what is due
// first sorts first. After a day it is given up, and the timeline says so. An effect for which this
// node has no hook stays until another node, or the host by hand, sees to it.
package outbox
