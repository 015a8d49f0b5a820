package chathttp

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/brief"
)

func httpDoc(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/http.md")
	require.NoError(t, err)
	return string(text)
}

var documentedRoute = regexp.MustCompile("(?m)^\\| `(GET|POST|PUT|DELETE) ([^`?]+)(?:\\?[^`]*)?`")

// documentedRoutes are the routes of the tables in docs/http.md, each spelled out: {a or b} stands for
// one of some words, and {kind} for each kind of settings that the code's table has with the rest.
func documentedRoutes(t *testing.T, served []string) (all []string) {
	t.Helper()
	either := regexp.MustCompile(`\{(\w+(?: or \w+)+)\}`)
	for _, m := range documentedRoute.FindAllStringSubmatch(httpDoc(t), -1) {
		method, path := m[1], m[2]
		words := either.FindStringSubmatch(path)
		switch {
		case words != nil:
			for word := range strings.SplitSeq(words[1], " or ") {
				all = append(all, method+" "+strings.Replace(path, words[0], word, 1))
			}
		case strings.Contains(path, "{kind}"):
			like := "^" + regexp.QuoteMeta(method+" "+path) + "$"
			like = strings.Replace(like, regexp.QuoteMeta("{kind}"), `(sites|queues|hours|rules|canned|attributes|routing|prompts)`, 1)
			for _, s := range served {
				if regexp.MustCompile(like).MatchString(s) {
					all = append(all, s)
				}
			}
		default:
			all = append(all, method+" "+path)
		}
	}
	return all
}

func TestEveryRouteIsInTheTablesOfTheDocumentation(t *testing.T) {
	var served []string
	for _, rt := range table {
		if rt.path == "healthz/live" || rt.path == "healthz/ready" || rt.path == "openapi.yaml" {
			continue // the same as below v1/
		}
		served = append(served, rt.method+" "+rt.path)
	}
	documented := documentedRoutes(t, served)
	for _, s := range served {
		assert.True(t, slices.Contains(documented, s), "%s is missing in docs/http.md", s)
	}
	for _, d := range documented {
		assert.True(t, slices.Contains(served, d), "docs/http.md has %s, which is no route", d)
	}
}

// travelling finds the structs of this package that travel: those with a field that has a JSON name.
func travelling(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(gotoken.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
				return f.Tag != nil && strings.Contains(f.Tag.Value, `json:"`)
			}) {
				names = append(names, spec.Name.Name)
			}
			return true
		})
	}
	return names
}

// inside are the structs that stand inside a component of the OpenAPI document and have none of
// their own, with the component.
var inside = map[string]struct {
	component string
	of        any
}{
	"offerPart": {"OfferExplanation", offerPart{}},
	"lookView":  {"Availability", lookView{}}, "photosView": {"Session", photosView{}},
	"placedView": {"Availability", placedView{}}, "helpPageView": {"HelpOffer", helpPageView{}},
	"openingView": {"Availability", openingView{}}, "periodView": {"Availability", periodView{}},
	"choiceView":  {"Availability", choiceView{}},
	"agentCan":    {"Agent", agentCan{}},
	"consentView": {"Availability", consentView{}}, "toldView": {"Session", toldView{}},
	"cardTimes": {"Card", cardTimes{}}, "cardMore": {"Card", cardMore{}},
	"offerLine": {"InboxChange", offerLine{}}, "placedIn": {"ListChange", placedIn{}},
	"typingView": {"EventData", typingView{}}, "readView": {"EventData", readView{}},
	"exportedPrompt": {"Export", exportedPrompt{}}, "exportedSession": {"Export", exportedSession{}},
	"sortedView":    {"Explanation", sortedView{}},
	"exportedOrder": {"Export", exportedOrder{}},
	"degradedItem":  {"Degraded", degradedItem{}}, "fault": {"Problem", fault{}},
	"holdBody": {"Holds", holdBody{}}, "pageBody": {"Trail", pageBody{}},
	"readingView": {"Session", readingView{}},
	"cardVisitor": {"Card", cardVisitor{}}, "attendanceView": {"Attendance", attendanceView{}},
	"attendanceDay": {"Attendance", attendanceDay{}},
	"cartItemBody":  {"Cart", cartItemBody{}}, "consentBody": {"Start", consentBody{}},
}

// elsewhere are those that never pass a route: they are read out of something.
var elsewhere = map[string]string{"claims": "an assertion of the host's login"}

// componentText returns the text of a component of the OpenAPI document.
func componentText(t *testing.T, name string) string {
	t.Helper()
	_, schemas, _ := strings.Cut(string(openAPI), "\n  schemas:")
	_, rest, ok := strings.Cut(schemas, "\n    "+name+":")
	require.True(t, ok, "openapi.yaml has no component %s", name)
	end := regexp.MustCompile(`\n    \w`).FindStringIndex(rest)
	if end != nil {
		rest = rest[:end[0]]
	}
	return rest
}

func TestWhatStandsInsideAComponentIsDescribedThere(t *testing.T) {
	for name, x := range inside {
		text := componentText(t, x.component)
		for field := range fields(reflect.TypeOf(x.of)) {
			assert.Regexp(brief.T(t), `[\s{"]`+field+`"?:\s`, text,
				"%s.%s is missing in %s", name, field, x.component)
		}
	}
}

func TestEveryBodyIsAComponentOfTheOpenAPIDocument(t *testing.T) {
	known := map[string]bool{}
	for _, body := range bodies {
		name, _, _ := strings.Cut(reflect.TypeOf(body).Name(), "[")
		known[name] = true
	}
	for _, name := range travelling(t) {
		_, within := inside[name]
		assert.True(t, known[name] || within || elsewhere[name] != "",
			"%s: say which component of openapi.yaml it is, in bodies, or which it stands in, in inside", name)
	}
}

// constants finds the values of the string constants of a type in a file, by their names.
func constants(t *testing.T, file, of string) map[string]string {
	t.Helper()
	parsed, err := parser.ParseFile(gotoken.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	all := map[string]string{}
	for _, d := range parsed.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != gotoken.CONST {
			continue
		}
		for _, s := range g.Specs {
			v, ok := s.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 {
				continue
			}
			typ, _ := v.Type.(*ast.Ident)
			lit, ok := v.Values[0].(*ast.BasicLit)
			if !ok || (typ == nil) != (of == "") || typ != nil && typ.Name != of {
				continue
			}
			value, err := strconv.Unquote(lit.Value)
			if err == nil {
				all[v.Names[0].Name] = value
			}
		}
	}
	require.NotEmpty(t, all, "%s has no %s", file, of)
	return all
}

// eventTypes are the types of all events there are: the kinds of entries, and those of package desk.
func eventTypes(t *testing.T) []string {
	all := slices.Collect(maps.Values(constants(t, "../entry.go", "Kind")))
	for name, value := range constants(t, "../desk/event.go", "") {
		if strings.HasPrefix(name, "Event") {
			all = append(all, value)
		}
	}
	slices.Sort(all)
	return all
}

func TestTheListOfEventTypesAndReasonsIsTheGeneratedOne(t *testing.T) {
	list := func(words []string) string {
		slices.Sort(words)
		return "`" + strings.Join(words, "` `") + "`\n"
	}
	doc, made, end := "../../docs/http.md", ": go generate ./chat/chathttp -->\n", "<!-- end -->"
	generated(t, doc, "<!-- every type of event"+made, end, list(eventTypes(t)))
	reasons := slices.Collect(maps.Values(constants(t, "../state.go", "Reason")))
	generated(t, doc, "<!-- every reason"+made, end, list(reasons))
	generated(t, "openapi.yaml", "    # every type of event: go generate ./chat/chathttp\n", "    # end of events\n",
		"    EventType: {type: string, enum: ["+strings.Join(eventTypes(t), ", ")+"]}\n")
}

// valuesElsewhere are members of the examples of docs/http.md that openapi.yaml leaves to other
// documents: the JSON forms of packages hours and trigger, words by language and a form's names.
var valuesElsewhere = []string{
	"date", "dates", "en", "grace", "greeting", "holidays", "last_call", "mon", "order", "topic",
	"week", "zone",
}

// TestTheDocumentationAndTheOpenAPIDocumentNameTheSameFields compares by name: what an example of
// docs/http.md has is a member in openapi.yaml, and what has a component there is named in
// docs/http.md, or in the tables of settings.
func TestTheDocumentationAndTheOpenAPIDocumentNameTheSameFields(t *testing.T) {
	doc := httpDoc(t)
	tables, err := os.ReadFile("../../docs/settings.md")
	require.NoError(t, err)
	documented := map[string]bool{}
	for _, m := range regexp.MustCompile(`"([a-z_]+)":`).FindAllStringSubmatch(doc, -1) {
		documented[m[1]] = true
	}
	require.Greater(t, len(documented), 150)
	_, schemas, _ := strings.Cut(string(openAPI), "\n  schemas:")
	for name := range documented {
		if !slices.Contains(valuesElsewhere, name) {
			assert.Regexp(brief.T(t), `\b`+name+`"?:`, schemas, "docs/http.md has %q", name)
		}
	}
	said := map[string]bool{}
	words := regexp.MustCompile(`[a-z][a-z_0-9]*`)
	for _, word := range words.FindAllString(doc+string(tables), -1) {
		said[word] = true
	}
	for schema, body := range bodies {
		for name := range fields(reflect.TypeOf(body)) {
			assert.True(t, said[name], "%s.%s is not in docs/http.md", schema, name)
		}
	}
}

// TestTheBeaconOfTheDocumentationHasEveryField compares the example with the struct that is read.
func TestTheBeaconOfTheDocumentationHasEveryField(t *testing.T) {
	_, rest, ok := strings.Cut(httpDoc(t), "**visit** (")
	require.True(t, ok)
	_, rest, _ = strings.Cut(rest, "```json\n")
	text, _, _ := strings.Cut(rest, "\n```")
	var example map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &example))
	known := fields(reflect.TypeOf(visitBody{}))
	for name := range known {
		assert.Contains(t, example, name, "the example of a visit in docs/http.md lacks it")
	}
	for name := range example {
		assert.Contains(t, known, name, "the example of a visit in docs/http.md has more")
	}
}
