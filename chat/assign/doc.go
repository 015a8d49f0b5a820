// Package assign translates between sessions and routing: it tells a [routing.Router] what package
// chat knows, and turns what the Router decides into commands of a session. The desk uses it; a
// host that wires the pure packages by hand can do so too.
//
// It is pure. One turn of the wheel goes:
//
//	router.Set(now, assign.Session(s, rev))   // for each session that changed
//	router.Set(now, assign.Agent(a, rev))     // for each agent that changed
//	for ds := range assign.Batches(router.Advance(now)) {
//		c, err := assign.Command(s, ds, team, newOfferID)  // s is the session of ds[0].Request
//		s, entries, err = chat.Decide(s, c, now)             // store them, and Set what came of it; or router.Undo every decision
//	}
//
// Decisions about an agent alone (see [OfAgent]) go to [Applied] instead.
//
// # Traps
//
//   - A revision must grow with every change of its record, or the Router ignores the fact.
//   - A decision is a proposal for the session as the Router knew it. If the session has moved on since, Command returns
//     [ErrMoved]: undo the decision, and the Router proposes anew once it knows better.
//   - The offers of one broadcast are one command. [Batches] keeps them together.
//   - [routing.AgentFact] takes an empty list of queues to mean all of them, [chat.Agent] to mean none: such an agent is set
//     to Never.
//   - A lost agent keeps the mode it had, and LostSince says the rest. Each session counts its own policy's grace, so ask
//     [chat.Next] to take sessions away, and let [routing.Config].Grace be the longest of the policies': it signs the agent off.
//   - Offers carry no deadline in a fact, and wrap-ups no end: [chat.Next] ends them, so that one party does. For the same
//     reason facts have no LastMessage: idleness is the session's own.
//   - A transfer offer is not in the facts: the Router would take it for one that came too late, and rescind it.
//   - The agent's Turn must be stored with the offer or assignment ([Applied] does it), or round robin stands still.
//   - The agent's Load must follow from [chat.Session.Charges] in the same batch, and IdleSince must move with it.
//   - [routing.Decision].Priority is not taken over: a session's priority is its visitor's own, for good.
package assign
