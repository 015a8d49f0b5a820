package archtest

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What docs/features.md says is shown is shown by a test that exists, and what it names is there.
func TestEveryFeatureNamesATestThatExists(t *testing.T) {
	tests, names := allTests(t), map[string]bool{}
	for _, f := range files(t) {
		if f.test() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.IsExported() {
				names[id.Name] = true
			}
			return true
		})
	}
	rows := rowsNaming(t, "features.md", tests)
	for _, cells := range rows {
		by := code.FindAllStringSubmatch(cells[1], -1)
		assert.NotEmpty(t, by, cells[0])
		for _, m := range by {
			parts := strings.Split(m[1], ".")
			last := parts[len(parts)-1]
			assert.True(t, names[last], "docs/features.md names %s, and there is no %s", m[1], last)
		}
	}
	require.GreaterOrEqual(t, len(rows), 28)
}

// What docs/faults.md says is held is held by a test that exists.
func TestEveryFaultNamesATestThatExists(t *testing.T) {
	require.GreaterOrEqual(t, len(rowsNaming(t, "faults.md", allTests(t))), 52)
}

// What docs/faces.md says that people find is held by a test that exists.
func TestEveryFaceNamesATestThatExists(t *testing.T) {
	require.GreaterOrEqual(t, len(rowsNaming(t, "faces.md", allTests(t))), 26)
}

// code is what stands in a page as code.
var code = regexp.MustCompile("`([^`]+)`")

// allTests are the names of all tests.
func allTests(t *testing.T) map[string]bool {
	tests := map[string]bool{}
	for _, f := range files(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.test() && fn.Recv == nil {
				tests[fn.Name.Name] = true
			}
		}
	}
	return tests
}

// rowsNaming are the rows of a page's table of three columns, of which the last names tests that
// exist.
func rowsNaming(t *testing.T, name string, tests map[string]bool) (rows [][]string) {
	page, err := os.ReadFile(filepath.Join(root, "docs", name))
	require.NoError(t, err)
	header := true
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "|") { // a new table begins with a header
			header = true
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 {
			continue
		}
		if header = header && !strings.HasPrefix(line, "|---"); header || cells[0] == "---" {
			continue
		}
		rows = append(rows, cells)
		shown := code.FindAllStringSubmatch(cells[2], -1)
		assert.NotEmpty(t, shown, line)
		for _, m := range shown {
			assert.True(t, tests[m[1]], "docs/%s names %s, and there is no such test", name, m[1])
		}
	}
	return rows
}
