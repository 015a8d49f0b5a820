package chathttp

// visitorTable is what a visitor may ask.
var visitorTable = []route{
	{"GET", "v1/config", perhaps, (*call).config},
	{"POST", "v1/visits", newcomers, body((*call).visit)},
	{"POST", "v1/prompts/{id}/accept", visitors, act((*call).acceptPrompt)},
	{"POST", "v1/prompts/{id}/dismiss", visitors, act((*call).dismissPrompt)},
	{"POST", "v1/identify", anybody, body((*call).vouched)},
	{"DELETE", "v1/identify", anybody, (*call).forget},
	{"DELETE", "v1/visitor", visitors, (*call).erase},
	{"GET", "v1/visitor/export", visitors, (*call).export},
	{"POST", "v1/sessions", newcomers, body((*call).start)},
	{"GET", "v1/sessions/current", perhaps, (*call).current},
	{"GET", "v1/sessions/{id}", visitors, (*call).visitorSession},
	{"GET", "v1/sessions/{id}/messages", visitors, (*call).visitorMessages},
	{"POST", "v1/sessions/{id}/messages", visitors, body((*call).visitorSend)},
	{"PUT", "v1/sessions/{id}/messages/{n}", visitors, body(own(visitors).correct)},
	{"DELETE", "v1/sessions/{id}/messages/{n}", visitors, own(visitors).withdraw},
	{"POST", "v1/sessions/{id}/typing", visitors, body((*call).visitorTyping)},
	{"POST", "v1/sessions/{id}/read", visitors, body((*call).visitorRead)},
	{"POST", "v1/sessions/{id}/rating", visitors, body((*call).rate)},
	{"POST", "v1/sessions/{id}/transcript", visitors, body((*call).transcript)},
	{"POST", "v1/sessions/{id}/contact", visitors, with(formBody.correct)},
	{"POST", "v1/sessions/{id}/peek", visitors, body(func(c *call, in peekBody) error {
		return c.done(c.visitor.Peek().Allow(c.r.Context(), c.session(), in.On))
	})},
	{"POST", "v1/sessions/{id}/identity/refuse", visitors, act(func(c *call) error {
		return c.visitor.RefuseIdentity(c.r.Context(), c.session())
	})},
	{"POST", "v1/sessions/{id}/end", visitors, act((*call).end)},
	{"POST", "v1/sessions/{id}/reopen", visitors, act((*call).visitorReopen)},
	{"POST", "v1/sessions/{id}/leave-message", visitors, act((*call).leaveMessage)},
	{"POST", "v1/presence", visitors, with(presenceBody.sign)},
	{"GET", "v1/events", visitors, (*call).visitorEvents},
}
