package chathttp

import (
	"net/http"
	"net/url"
	"slices"
)

// queries are the members of the query that a route takes; a route that is not here takes none. Those in lists may come
// more than once.
var queries = map[string][]string{
	"GET v1/config":                       {"site", "queue"},
	"GET v1/sessions/{id}/messages":       {"after", "limit"},
	"GET v1/events":                       {"after", "wait"},
	"GET v1/agent/sessions/{id}/messages": {"after", "limit"},
	"GET v1/agent/canned":                 {"q"},
	"GET v1/agent/past":                   {"q", "after", "limit"},
	"GET v1/agent/transfer-targets":       {"q", "agent", "limit"},
	"GET v1/agent/events":                 {"after", "inbox", "wait"},
	"GET v1/board/events":                 {"after", "wait"},
	"GET v1/board/sessions": {
		"state", "queue", "agent", "field", "value", "after", "limit",
	},
	"GET v1/audit":                  {"from", "to", "kind", "id", "by", "after", "limit"},
	"GET v1/agents/{id}/log":        {"from", "to", "after", "limit"},
	"GET v1/agents/{id}/attendance": {"from", "to", "time_zone"},
	"GET v1/reports/sessions":       {"from", "to", "distribution"},
	"GET v1/reports/queue":          {"from", "to", "distribution"},
	"GET v1/reports/agents":         {"from", "to", "distribution"},
	"GET v1/reports/csat":           {"from", "to", "distribution"},
	"GET v1/reports/help":           {"from", "to"},
	"GET v1/reports/orders":         {"from", "to", "distribution"},
	"GET v1/reports/prompts":        {"from", "to", "distribution"},

	"GET v1/agent/sessions/{id}/products":     {"q"},
	"GET v1/sessions/{id}/files/{file}":       {"size"},
	"GET v1/agent/sessions/{id}/files/{file}": {"size"},
}

var lists = map[string][]string{"GET v1/board/sessions": {"state"}, "GET v1/agent/transfer-targets": {"agent"}}

// asked refuses a query with members that a GET does not know, as a body is refused: a question misspelt must not be answered
// as if it had not been asked.
func asked(r *http.Request, rt route) error {
	if rt.method != http.MethodGet {
		return nil
	}
	name := rt.method + " " + rt.path
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return refuse(codeInvalid, "the query cannot be read")
	}
	for member, values := range q {
		switch {
		case !slices.Contains(queries[name], member):
			return refuse(codeInvalid, escape(member)+": is unknown in this query")
		case len(values) > 1 && !slices.Contains(lists[name], member):
			return refuse(codeInvalid, member+": comes twice in this query")
		}
	}
	return nil
}
