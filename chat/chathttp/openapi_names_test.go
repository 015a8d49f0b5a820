package chathttp

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What generators write has one name for a schema, a parameter and a response of one name, whatever
// its capitals.
func TestNoTwoComponentsOfTheOpenAPIDocumentShareAName(t *testing.T) {
	_, components, ok := strings.Cut(string(openAPI), "\ncomponents:\n")
	require.True(t, ok)
	kind, kinds, seen := "", map[string]bool{}, map[string]string{}
	for l := range strings.SplitSeq(components, "\n") {
		if m := regexp.MustCompile(`^  (\w+):$`).FindStringSubmatch(l); m != nil {
			kind = m[1]
			kinds[kind] = true
		} else if m := regexp.MustCompile(`^    ([\w.-]+):`).FindStringSubmatch(l); m != nil {
			name := strings.ToLower(m[1])
			assert.Emptyf(t, seen[name], "%s/%s is also a name in %s", kind, m[1], seen[name])
			seen[name] = kind
		}
	}
	require.Subset(t, kinds, map[string]bool{"schemas": true, "parameters": true, "responses": true})
	require.Greater(t, len(seen), 50)
}

func TestEveryOperationOfTheOpenAPIDocumentHasAnIDOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`operationId: (\w+)`).FindAllStringSubmatch(string(openAPI), -1) {
		assert.False(t, seen[m[1]], m[1])
		seen[m[1]] = true
	}
	operations := regexp.MustCompile(`(?m)^    (get|put|post|delete|patch):`).FindAllString(string(openAPI), -1)
	require.Len(t, operations, len(seen))
}

func TestEverySecuritySchemeThatIsNamedIsDeclared(t *testing.T) {
	_, declared, ok := strings.Cut(string(openAPI), "\n  securitySchemes:\n")
	require.True(t, ok)
	declared, _, ok = strings.Cut(declared, "\n  responses:\n")
	require.True(t, ok)
	named := regexp.MustCompile(`[{-] ?(\w+): \[\]`).FindAllStringSubmatch(string(openAPI), -1)
	require.Greater(t, len(named), 50)
	for _, m := range named {
		assert.Contains(t, declared, m[1]+": {type:", m[1])
	}
}

func TestEveryReferenceOfTheOpenAPIDocumentLeadsSomewhere(t *testing.T) {
	_, components, ok := strings.Cut(string(openAPI), "\ncomponents:\n")
	require.True(t, ok)
	kind, there := "", map[string]bool{}
	for l := range strings.SplitSeq(components, "\n") {
		if m := regexp.MustCompile(`^  (\w+):$`).FindStringSubmatch(l); m != nil {
			kind = m[1]
		} else if m := regexp.MustCompile(`^    ([\w.-]+):`).FindStringSubmatch(l); m != nil {
			there[kind+"/"+m[1]] = true
		}
	}
	named := regexp.MustCompile(`#/components/(\w+/[\w.-]+)"`).FindAllStringSubmatch(string(openAPI), -1)
	require.Greater(t, len(named), 100)
	for _, m := range named {
		assert.True(t, there[m[1]], m[1])
	}
}
