package chathttp

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// agentTable is what an agent may ask, and so may a supervisor.
var agentTable = slices.Concat(
	besideTable, pastTable, productTable, templateTable, agentFiles, agentSessions,
)

// agentSessions is what an agent does at work, and in sessions.
var agentSessions = []route{
	{"GET", "v1/agent/me", agents, (*call).me},
	{"PUT", "v1/agent/status", agents, body((*call).setStatus)},
	{"GET", "v1/agent/inbox", agents, (*call).inbox},
	{"POST", "v1/agent/offers/{id}/accept", agents, body(func(c *call, _ none) error { return c.accept() })},
	{"POST", "v1/agent/offers/{id}/decline", agents, act((*call).decline)},
	{"GET", "v1/agent/sessions/{id}", agents, (*call).agentSession},
	{"GET", "v1/agent/sessions/{id}/messages", agents, (*call).agentMessages},
	{"POST", "v1/agent/sessions/{id}/messages", agents, body((*call).agentSend)},
	{"PUT", "v1/agent/sessions/{id}/messages/{n}", agents, body(own(agents).correct)},
	{"DELETE", "v1/agent/sessions/{id}/messages/{n}", agents, own(agents).withdraw},
	{"POST", "v1/agent/sessions/{id}/speak", agents, with(textBody.speak)},
	{"POST", "v1/agent/sessions/{id}/notes", agents, with(noteBody.add)},
	{"POST", "v1/agent/sessions/{id}/tags", agents, body((*call).tag)},
	{"POST", "v1/agent/sessions/{id}/typing", agents, body((*call).agentTyping)},
	{"POST", "v1/agent/sessions/{id}/read", agents, body((*call).agentRead)},
	{"POST", "v1/agent/sessions/{id}/hold", agents, body((*call).hold)},
	{"POST", "v1/agent/sessions/{id}/identity", agents, act(func(c *call) error {
		return c.agent.AskIdentity(c.r.Context(), c.session())
	})},
	{"POST", "v1/agent/sessions/{id}/resume", agents, act((*call).resume)},
	{"POST", "v1/agent/sessions/{id}/transfer", agents, body((*call).transfer)},
	{"POST", "v1/agent/sessions/{id}/escalate", agents, body((*call).escalate)},
	{"POST", "v1/agent/sessions/{id}/close", agents, concludes(desk.Concluding.Close)},
	{"PUT", "v1/agent/sessions/{id}/priority", agents, with(priorityBody.set)},
	{"POST", "v1/agent/sessions/{id}/finish", agents, concludes(desk.Concluding.EndWrap)},
	{"POST", "v1/agent/sessions/{id}/pick", agents, body(func(c *call, _ none) error { return c.pick() })},
	{"POST", "v1/agent/sessions/{id}/answer", agents, body(func(c *call, _ none) error { return c.takeMessage() })},
	{"POST", "v1/agent/sessions/{id}/settle", agents, concludes(desk.Concluding.Settle)},
	{"POST", "v1/agent/sessions/{id}/reopen", agents, act((*call).agentReopen)},
	{"POST", "v1/agent/sessions/{id}/ban", agents, body((*call).ban)},
	{"GET", "v1/agent/sessions/{id}/visitor", agents, (*call).visitorCard},
	{"GET", "v1/agent/sessions/{id}/explain", agents, (*call).agentExplain},
	{"GET", "v1/agent/transfer-targets", agents, (*call).targets},
	{"GET", "v1/agent/canned", agents, (*call).canned},
	{"GET", "v1/agent/events", agents, (*call).agentEvents},
}
