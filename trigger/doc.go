// Package trigger decides which proactive prompt a visitor gets, when, and why not the others.
//
// It is pure: [Compile] turns rules into an immutable [Set]; [Set.Eval] takes a [Visit], a [History] and the time, and
// answers what fires, in order, and the next instant at which anything could change if nothing but the clock moves. Same
// inputs, same answer, byte for byte; a Set is safe for concurrent use and is replaced, never changed. The cost hardly
// depends on the number of rules; no regexp, list or text a rule or a visitor can bring makes it unbounded.
//
// How a host wires it: a page beacon becomes a Visit (moments, address, anchors, attributes; tier and login from the
// host's own data, never from the browser; free agents as the attribute agents.free; opening hours through [Hours]). It calls
// Eval; for a fire it calls [Set.Claim] and writes the new History with compare-and-set on history/<visitor>; on a conflict
// it reads again and claims again, so two tabs or two nodes never both show it. History is also written when a prompt ends
// ([History.End]: accepted, dismissed, expired, withdrawn) and when a chat starts or ends. [Result.Next] goes back to the
// browser as the seconds until the next look, with [Result.Holds] kept in the Visit: no timer stays on the server.
package trigger

//go:generate env SWITCHBOARD_WRITE=1 go test -count=1 -run TheCommittedSchema .
