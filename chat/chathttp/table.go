package chathttp

import "slices"

// table is every route there is, as in docs/http.md and openapi.yaml.
var table = slices.Concat(visitorTable, agentTable, supervisorTable, hostTable)

// hostTable is what load balancers and tools ask.
var hostTable = []route{
	{"GET", "healthz/live", anybody, (*call).live},
	{"GET", "healthz/ready", anybody, (*call).ready},
	{"GET", "openapi.yaml", anybody, (*call).openAPI},
}
