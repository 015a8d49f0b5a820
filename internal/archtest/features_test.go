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
	tests, names := map[string]bool{}, map[string]bool{}
	for _, f := range files(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.test() && fn.Recv == nil {
				tests[fn.Name.Name] = true
			}
		}
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
	page, err := os.ReadFile(filepath.Join(root, "docs", "features.md"))
	require.NoError(t, err)
	code := regexp.MustCompile("`([^`]+)`")
	rows := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 || !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") ||
			strings.Contains(cells[2], "shown by") {
			continue
		}
		rows++
		shown := code.FindAllStringSubmatch(cells[2], -1)
		assert.NotEmpty(t, shown, line)
		for _, m := range shown {
			assert.True(t, tests[m[1]], "docs/features.md names %s, and there is no such test", m[1])
		}
		by := code.FindAllStringSubmatch(cells[1], -1)
		assert.NotEmpty(t, by, line)
		for _, m := range by {
			parts := strings.Split(m[1], ".")
			last := parts[len(parts)-1]
			assert.True(t, names[last], "docs/features.md names %s, and there is no %s", m[1], last)
		}
	}
	require.GreaterOrEqual(t, rows, 28)
}
