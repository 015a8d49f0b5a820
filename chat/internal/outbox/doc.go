// Package outbox does what a desk owes the world outside: mails, transcripts, hand-offs.
//
// An effect is a record. It is written in the batch of the command that asks for it, so that
// neither is there without the other. The node that leads does it when it is due, and then deletes
// the record in the batch that says so in the session's timeline.
//
// A try is three steps. First the record is marked as begun. Then the hook is called. Last, what
// came of it is written. A node may die between the first and the last: then nobody knows whether
// the world outside has it. The next leader finds the mark, tries again, and tells the hook and the
// timeline that it may come twice. So nothing is lost, and nothing comes twice without saying so.
//
// An effect that fails is written again with a later instant, which is part of its key: what is due
// first sorts first. Each kind has a schedule. Effects of one lane wait for each other. After the
// schedule the effect is given up, and its session goes back to the agents. An effect for which
// this node has no hook stays until another node, or the host by hand, sees to it.
//
// What goes by a messenger is handed to its channel, which takes the same words once and carries
// them by a schedule of its own.
//
// A hand-off that was taken stays open until the host says how it ended.
package outbox
