package archtest

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pure are the folders whose packages decide: no clock, goroutine, logger, random source or I/O.
func pure(f file) bool {
	return under(f.path, "hours") || under(f.path, "trigger") || under(f.path, "routing") || path.Dir(f.path) == "chat" ||
		under(f.path, "chat/assign") || under(f.path, "chat/faq") ||
		under(f.path, "chat/settings") ||
		path.Dir(f.path) == "chat/translate"
}

var (
	impure = []string{"os", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "syscall", "os/exec", "io/fs", "context", "testing", "unsafe", "reflect"}
	clock  = []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Sleep"}
)

func TestWhatDecidesIsPure(t *testing.T) {
	count := 0
	for _, f := range core(t) {
		if f.test() || !pure(f) {
			continue
		}
		count++
		for _, p := range f.imports() {
			if p == "reflect" && under(f.path, "chat/settings") {
				continue // a setting is described once, in its struct: the rest is read from there
			}
			assert.False(t, slices.Contains(impure, p), "%s imports %s", f.path, p)
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				assert.Fail(t, "goroutine", "%s:%d", f.path, fset.Position(n.Pos()).Line)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" {
					assert.False(t, slices.Contains(clock, n.Sel.Name), "%s:%d calls time.%s", f.path, fset.Position(n.Pos()).Line, n.Sel.Name)
				}
			}
			return true
		})
	}
	require.Greater(t, count, 20)
}

func TestTheLibraryPrintsNothing(t *testing.T) {
	for _, f := range core(t) {
		if f.test() || under(f.path, "internal") {
			continue
		}
		assert.False(t, slices.Contains(f.imports(), "log"), "%s imports log", f.path)
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "fmt" {
					assert.False(t, slices.Contains([]string{"Print", "Println", "Printf"}, s.Sel.Name), "%s prints", f.path)
				}
			}
			return true
		})
	}
}

func TestNoPublicAPITakesOrGivesAny(t *testing.T) {
	for _, f := range core(t) {
		if f.test() || strings.Contains("/"+f.path, "/internal/") {
			continue
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && receiver(d) && (d.Name.Name != "Scan" && d.Name.Name != "As") {
					noAny(t, f, d.Type)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() {
						exportedFields(t, f, ts.Type)
					}
				}
			}
		}
	}
}

// receiver reports whether a function is one, or a method of an exported type.
func receiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	e := d.Recv.List[0].Type
	if s, ok := e.(*ast.StarExpr); ok {
		e = s.X
	}
	id, ok := e.(*ast.Ident)
	return ok && id.IsExported()
}

func exportedFields(t *testing.T, f file, e ast.Expr) {
	t.Helper()
	s, ok := e.(*ast.StructType)
	if !ok {
		noAny(t, f, e)
		return
	}
	for _, field := range s.Fields.List {
		if len(field.Names) > 0 && field.Names[0].IsExported() {
			noAny(t, f, field.Type)
		}
	}
}

func noAny(t *testing.T, f file, n ast.Node) {
	t.Helper()
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			assert.NotEqual(t, "any", n.Name, "%s:%d", f.path, fset.Position(n.Pos()).Line)
		case *ast.InterfaceType:
			assert.NotEmpty(t, n.Methods.List, "%s:%d: interface{}", f.path, fset.Position(n.Pos()).Line)
		}
		return true
	})
}
