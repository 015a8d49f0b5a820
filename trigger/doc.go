// Package trigger decides which proactive prompt a visitor gets, when, and why not the others.
//
// It is pure. [Compile] turns rules into an immutable [Set]. [Set.Eval] takes a [Visit], a
// [History] and the time; it answers what fires, in order, and the next instant at which anything
// could change while only the clock moves. The same inputs give the same answer, byte for byte. A
// Set is safe for concurrent use; it is replaced, never changed. What Eval costs hardly depends on
// the number of rules, and no regexp, list or text of a rule or a visitor makes it unbounded.
//
// # How a host wires it
//
//		set, err := trigger.Compile(rules, config)         // once, and again after every change of the rules
//		res := set.Eval(visit, history, now)               // for each beacon of a page
//		history, event, err = set.Claim(visit, history, res.Fires[0].Rule(), now)
//		history, event, err = history.End(visitor, rule, trigger.Dismissed, now)
//
//	  - The beacon becomes the Visit: its moments, addresses, anchors and attributes. What a browser must not say about itself,
//	    such as a tier or a login, comes from the host's own data. Free agents are the attribute agents.free; opening hours come
//	    through [Hours].
//	  - For a rule that fires the host calls Claim, and writes the new History on condition that the one it read is still there.
//	    When that fails it reads again and claims again. So two tabs, or two nodes, never both show a prompt.
//	  - The History is also written when a prompt ends ([History.End]) and when a chat starts or ends.
//	  - [Result.Next] goes back to the browser as the seconds until the next beacon, and [Result.Holds] comes back in the next
//	    Visit. No timer stays on the server.
package trigger

//go:generate env SWITCHBOARD_WRITE=1 go test -count=1 -run TheCommittedSchema .
