// Package routing decides who gets which request, when, and why. A request is a chat, a ticket, a
// call: anything that waits for one of several agents.
//
// It is pure: no clock, goroutine, random source or I/O. The caller passes now, and the same facts
// in the same order give the same answers, byte for byte. Nothing is polled: [Router.NextDeadline]
// says when to ask again. Three things always hold:
//
//   - No proposal lifts an agent's load above the capacity.
//   - Nobody waits beside a free agent who could serve them, but for who is Away.
//   - Within a queue, the order is by arrival and priority.
//
// There are three ways to use it:
//
//   - [Router] is for hosts with a store: facts go in, proposals come out.
//   - [Pool] is for hosts without one: it wraps a Router with verbs (Enqueue, Accept, Decline, Complete, …) and holds the
//     records itself.
//   - [Matcher] only finds agents for requests and requests for agents.
//
// # How a host with a store feeds a Router
//
// At start, [New] (or [Router.Configure] when the settings change), then Set one [AgentFact] for
// every agent record and one [RequestFact] for every session that is not over, in any order, before
// the first Advance. From then on Set the fact of every agent or session record that changes, with
// its revision; a fact that is not newer than the known one is ignored, so a record may be fed
// twice (from the own commit and from the feed). Feed all records of one commit before the next
// Advance. A closed, abandoned or messaged session, a deleted agent: the fact with Gone set.
//
// Then Advance(now) and commit each [Decision] (those that share a Batch in one batch), conditioned
// on RequestRev and AgentRev where they are not zero, writing what [Decision.Request] and
// [Decision.Agent]'s records become:
//
//	Offer     session: Offers += {Number: d.Offer, Agent, Deadline}, Offered = d.Offer, Ring = d.Ring, queued → offered
//	          agent: Used += d.Weight (and the channel's Used += 1), IdleSince = d.At, Turn = d.Turn
//	Assign    the same charge, session → active with Agent = d.Agent, Offered = d.Offer, Ring = d.Ring
//	Requeue   d.Offer ≠ 0: that offer ends (expired, its agent is gone, or it would not be made
//	          any more), agent: Used -= d.Weight, IdleSince = d.At, and when expired Missed += 1 and
//	          session: Exclude = PassOver(Exclude, d.Agent, d.At, Config.MissFor); offered → queued,
//	          places unchanged.
//	          d.Offer = 0: the owner is gone; session active → queued with Priority = d.Priority, QueueSince = d.At,
//	          Ring = 0, EnqueuedAt unchanged; agent: Used -= d.Weight
//	Rescind   that offer ends and the session stays as it is (another offer, its owner); agent: Used -= d.Weight
//	Widen     session: Ring = d.Ring
//	Admit     session: Admitted = true
//	Overflow  session: Queue = d.Queue, QueueSince = d.At, Ring = 0, EnqueuedAt unchanged, Exclude = LeaveBehind(Exclude)
//	GiveUp    session → messaged
//	Wrapped   the wrap-up is over: session wrapping → closed; agent: Used -= d.Weight, IdleSince = d.At
//	Idle      session: Idle = true; agent: Used -= d.Weight, IdleSince = d.At
//	Lost      agent: Mode = Offline, LostSince cleared (its chats follow as Requeue)
//	Drained   agent: Mode = Offline (the drain is done), or any record of it
//	Pause     agent: Mode = Break (it let Config.Misses offers expire in a row), Missed = 0
//
// and Set the facts that result. If the commit failed, [Router.Undo]. What agents and visitors do,
// the host commits by itself, with the same arithmetic: an accept puts the session to active
// (Agent, Offers emptied of that offer, Exclude = [Owned]; the Router rescinds the others), Missed
// = 0; a decline ends the offer, adds an exclusion ([PassOver]) and returns the charge; the end of
// a chat returns it, or leaves the wrap-up's weight (Config.WrapWeight) until WrapUntil; a message
// in an idle chat clears Idle and takes the weight back, above the capacity if need be. Only the
// leader calls Advance; other nodes Set facts and ask Position, Wait and Explain.
package routing
