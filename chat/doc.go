// Package chat decides what happens in one conversation between a visitor of a shop and its agents.
//
// It is pure: a Session is a value, Decide takes a command and the time and returns the session as
// it is afterwards with the entries its timeline gains, or an error and nothing changed. There is
// no clock, no goroutine and no I/O in it, so the same inputs give the same answer, and a host may
// drive it by hand. Package chat/desk does so on a store, with routing, hours and prompts wired in.
//
// # Glossary
//
// One word per thing, the same everywhere in this module.
//
//   - visitor: the person asking, anonymous or known to the shop. agent: the person (or bot) answering. supervisor: an agent who may steer others.
//   - session: one conversation. site: one storefront of the shop. queue: the line of sessions that a team of agents serves.
//   - offer: a pending reservation of an agent's capacity, with a deadline; it is accepted, declined, expired or rescinded.
//     exclusion: what keeps a session from an agent who missed or declined it, or handed it on. last resort: who is asked in spite of one,
//     because nobody else is left.
//   - capacity: the units of work an agent can have at once. load: the units in use. weight: the units one session takes.
//   - skill, level: what an agent can do and how well, 1 to 10. ring: a step in which the search for an agent widens.
//   - sticky: preferring one agent for a while. overflow: going on to another queue. drain: taking nothing new and finishing. break: a pause.
//   - wrap-up: the agent's time to finish after the visitor's end. schedule: the hours. last call: the time before closing in which
//     nothing new begins. grace: how long something lost or late is still waited for.
//   - prompt: what is shown to a visitor unasked. placement: where chat is offered at all. rollout: to which share of visitors. cap: how often.
//   - timeline: the numbered entries of a session. transcript: the part of it its visitor may see. message (left): a question taken for later.
//   - abandon: to leave before an agent answered. service level: the share answered in time.
package chat
