package chathttp

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/brief"
)

func TestEveryRouteHasAPolicy(t *testing.T) {
	require.NoError(t, check(table))
	for _, bad := range [][]route{
		{{"GET", "v1/open", "", (*call).live}},
		{{"GET", "v1/open", "everybody", (*call).live}},
		{{"GET", "v1/open", anybody, nil}},
		{{"GET", "v1/open", anybody, (*call).live}, {"GET", "v1/open", agents, (*call).live}},
	} {
		_, err := (&Handler{}).mux(bad)
		assert.ErrorContains(t, err, "GET v1/open")
	}
}

// at makes a path of a route's pattern, for something that does not exist.
func at(pattern string) string {
	return strings.NewReplacer("{id}", "ses_00000000000000000000000000", "{n}", "1",
		"{file}", "fil_00000000000000000000000000", "{token}", "x").Replace(pattern)
}

// TestWhoMayCallWhat walks every route as everybody: who may not gets 401 or 403, and nobody ever gets a 2xx beyond the
// policy.
func TestWhoMayCallWhat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Limits: Limits{Visitor: Rate{PerMinute: -1}, Network: Rate{PerMinute: -1}, Newcomers: Rate{PerMinute: -1}}})
		stranger := func() *person { return h.person() }
		known := h.person()
		known.starts("hello")
		people := map[string]*person{"visitor": known, "customer": h.person("X-Customer", "c1"), "agent": h.person("X-Staff", "ana"), "supervisor": h.person("X-Staff", "sue"),
			"an agent posing as a customer": h.person("X-Customer", "ana"), "unknown staff": h.person("X-Staff", "eve")}
		for _, rt := range table {
			for name, p := range people {
				who := name
				if rt.policy == newcomers || rt.policy == visitors {
					if name == "agent" || name == "supervisor" || name == "unknown staff" {
						p, who = stranger(), "nobody" // staff are nobody to a visitor's route
					}
				}
				a := p.do(rt.method, at(rt.path)+"?wait=0", "", "Accept", "application/json")
				refusedHere := a.status == 401 || a.status == 403
				var may bool
				switch rt.policy {
				case anybody, perhaps:
					may = name != "an agent posing as a customer" || rt.policy == anybody
				case newcomers:
					may = who != "an agent posing as a customer"
				case visitors:
					may = who == "visitor" || who == "customer"
				case agents:
					may = name == "agent" || name == "supervisor"
				case supervisor:
					may = name == "supervisor"
				}
				if rt.path == "v1/identify" && rt.method == "POST" {
					continue // its own answer is 401, to a bad assertion
				}
				if rt.method == "DELETE" && rt.path == "v1/visitor" || rt.path == "v1/identify" {
					known = h.person()
					known.starts("hello")
					people["visitor"] = known // that one is gone now
				}
				assert.Equal(t, may, !refusedHere, "%s %s as %s: %d %s", rt.method, rt.path, who, a.status, a.body)
				if !may {
					assert.NotContains(t, a.header.Get("Set-Cookie"), "sb_visitor=A")
				}
			}
		}
	})
}

func TestEveryAnswerIsDressedForTheBrowser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		for _, path := range []string{"v1/config", "v1/nowhere", "v1/agent/me", "v1/sessions/current", "openapi.yaml"} {
			a := h.person().do("GET", path, "")
			assert.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"), path)
			assert.Equal(t, "no-referrer", a.header.Get("Referrer-Policy"), path)
			assert.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'none'", path)
			assert.NotEmpty(t, a.header.Get("Cache-Control"), path)
		}
	})
}

func TestWhatIsNotThereIsAProblemToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		p := h.person()
		p.do("GET", "v1/nowhere", "").refused(404, codeNotFound)
		p.do("GET", "", "").refused(404, codeNotFound)
		p.do("GET", "v1//config", "").refused(404, codeNotFound)
		p.do("GET", "v1/config/", "").refused(404, codeNotFound)
		a := p.do("DELETE", "v1/sessions", "")
		a.refused(405, codeMethod)
		assert.Equal(t, "POST", a.header.Get("Allow"))
		a = p.do("PATCH", "v1/sessions/x/messages", "")
		a.refused(405, codeMethod)
		assert.Equal(t, "GET, POST", a.header.Get("Allow"))
	})
}

func TestAReadOnlyHandlerChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{ReadOnly: true})
		for _, rt := range table {
			if rt.method != http.MethodGet {
				h.person("X-Staff", "sue").do(rt.method, at(rt.path), "{}").refused(403, codeReadOnly)
			}
		}
		h.person("X-Staff", "sue").do("GET", "v1/board", "").into(200, nil)
	})
}

var openAPIPath = regexp.MustCompile(`^  /(\S+):$`)
var openAPIMethod = regexp.MustCompile(`^    (get|post|put|delete):$`)

func TestTheOpenAPIDocumentHasExactlyTheRoutes(t *testing.T) {
	var described, served []string
	path := ""
	for line := range strings.SplitSeq(string(openAPI), "\n") {
		if m := openAPIPath.FindStringSubmatch(line); m != nil {
			path = m[1]
		}
		if m := openAPIMethod.FindStringSubmatch(line); m != nil && path != "" {
			described = append(described, strings.ToUpper(m[1])+" "+path)
		}
	}
	for _, rt := range table {
		served = append(served, rt.method+" "+rt.path)
	}
	slices.Sort(described)
	slices.Sort(served)
	assert.Equal(brief.T(t), served, described)
}
