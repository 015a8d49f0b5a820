package chathttp

import "slices"

// table is every route there is, as in docs/http.md and openapi.yaml.
var table = slices.Concat(
	visitorTable, helpTable, fileTable, languageTable, previewTable, agentTable, supervisorTable, hostTable,
)

// hostTable is what load balancers and tools ask. It is served beside v1/ and in it, so that a mount of v1/ alone, with pages of
// another handler beside it, has all of it.
var hostTable = []route{
	{"GET", "v1/healthz/live", anybody, (*call).live},
	{"GET", "v1/healthz/ready", anybody, (*call).ready},
	{"GET", "v1/openapi.yaml", anybody, (*call).openAPI},
	{"GET", "healthz/live", anybody, (*call).live},
	{"GET", "healthz/ready", anybody, (*call).ready},
	{"GET", "openapi.yaml", anybody, (*call).openAPI},
}
