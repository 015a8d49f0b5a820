package settings_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// transport are the files of this package that carry every field, whatever it is for.
var transport = map[string]bool{
	"body.go": true, "field.go": true, "json_schema.go": true, "faults.go": true,
	"check.go": true, "queue_check.go": true,
}

// TestASettingFeedsSomething finds the fields of settings that nothing reads: somebody would set
// them in vain. What only checks and carries settings does not count.
func TestASettingFeedsSomething(t *testing.T) {
	read := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") ||
			strings.HasSuffix(path, "_test.go") {
			return err
		}
		// From here the working directory stands above, under its own name.
		if dir := filepath.Base(filepath.Dir(path)); dir == "settings" && transport[d.Name()] {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok { // what is written is not read
				for _, x := range a.Rhs {
					ast.Inspect(x, func(n ast.Node) bool { return selects(n, read) })
				}
				return false
			}
			return selects(n, read)
		})
		return nil
	})
	require.NoError(t, err)
	seen := 0
	for _, v := range []any{
		settings.Queue{}, settings.Site{}, settings.Agent{}, settings.Canned{}, settings.Routing{},
		settings.Prompts{}, settings.Attribute{}, settings.OwnField{},
	} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
			if f.Anonymous || !f.IsExported() {
				continue
			}
			seen++
			require.True(t, read[f.Name], "%T.%s: nothing reads it", v, f.Name)
		}
	}
	require.Greater(t, seen, 60)
}

// selects notes the field that a node selects.
func selects(n ast.Node, read map[string]bool) bool {
	if s, ok := n.(*ast.SelectorExpr); ok {
		read[s.Sel.Name] = true
	}
	return true
}
