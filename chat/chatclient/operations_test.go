package chatclient

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// twice are the paths that the API serves at a second place too.
var twice = []string{"/v1/healthz/live", "/v1/healthz/ready", "/v1/openapi.yaml"}

func TestEveryOperationOfTheContractHasAMethod(t *testing.T) {
	src, err := os.ReadFile("../chathttp/openapi.yaml")
	require.NoError(t, err)
	paths, _, found := strings.Cut(string(src), "\ncomponents:")
	require.True(t, found)
	is := regexp.MustCompile(`(?m)^(?:  (/\S+):|    (get|put|post|delete|patch|head|options):)$`)
	want, at := map[string]bool{}, ""
	for _, m := range is.FindAllStringSubmatch(paths, -1) {
		if m[1] != "" {
			at = m[1]
			continue
		}
		want[strings.ToUpper(m[2])+" "+strings.TrimPrefix(at, "/")] = true
	}
	require.Greater(t, len(want), 130)
	for _, p := range twice {
		require.True(t, want["GET "+p[1:]])
		delete(want, "GET "+p[1:])
	}
	require.Equal(t, want, called(t))
}

// called are the operations that exported methods say they call.
func called(t *testing.T) map[string]bool {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	says := regexp.MustCompile(`^(\w+)\s+calls\s+([A-Z]+)\s+(\S+):`)
	out := map[string]bool{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || !fn.Name.IsExported() {
				continue
			}
			if m := says.FindStringSubmatch(fn.Doc.Text()); m != nil {
				require.Equal(t, fn.Name.Name, m[1])
				require.False(t, out[m[2]+" "+m[3]], "%s twice", m[3])
				out[m[2]+" "+m[3]] = true
			}
		}
	}
	return out
}
