package chathttp

// supervisorTable is what a supervisor may ask beyond what agents may.
var supervisorTable = []route{
	{"GET", "v1/board", supervisor, (*call).board},
	{"GET", "v1/board/events", supervisor, (*call).boardEvents},
	{"GET", "v1/board/sessions", supervisor, (*call).sessions},
	{"GET", "v1/board/sessions/{id}", supervisor, (*call).boardSession},
	{"GET", "v1/board/sessions/{id}/explain", supervisor, (*call).boardExplain},
	{"POST", "v1/board/sessions/{id}/assign", supervisor, body((*call).assign)},
	{"POST", "v1/board/rules/{id}/explain", supervisor, body((*call).explainRule)},
	{"GET", "v1/agents", supervisor, (*call).team},
	{"PUT", "v1/agents/{id}/status", supervisor, body((*call).setAgentStatus)},
	{"PUT", "v1/agents/{id}/capacity", supervisor, body((*call).setCapacity)},
	{"PUT", "v1/agents/{id}", supervisor, body((*call).setAgent)},
	{"GET", "v1/settings/sites", supervisor, siteSettings.all},
	{"PUT", "v1/settings/sites/{id}", supervisor, body(siteSettings.one)},
	{"GET", "v1/settings/queues", supervisor, queueSettings.all},
	{"PUT", "v1/settings/queues/{id}", supervisor, body(queueSettings.one)},
	{"GET", "v1/settings/hours", supervisor, hoursSettings.all},
	{"PUT", "v1/settings/hours/{id}", supervisor, body(hoursSettings.one)},
	{"GET", "v1/settings/rules", supervisor, ruleSettings.all},
	{"PUT", "v1/settings/rules/{id}", supervisor, body(ruleSettings.one)},
	{"GET", "v1/settings/canned", supervisor, cannedSettings.all},
	{"PUT", "v1/settings/canned/{id}", supervisor, body(cannedSettings.one)},
}
