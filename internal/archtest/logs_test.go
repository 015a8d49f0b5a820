package archtest

import (
	"go/ast"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every line of a log carries the context of the request it came with, so that a handler can add
// its trace.
func TestEveryLogCallCarriesAContext(t *testing.T) {
	levels := map[string]bool{"Debug": true, "Info": true, "Warn": true, "Error": true}
	seen := 0
	for _, f := range core(t) {
		if f.test() || !under(f.path, "chat") {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			on, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if level, ok := strings.CutSuffix(on.Sel.Name, "Context"); ok && levels[level] {
				seen++
			}
			if levels[on.Sel.Name] && len(call.Args) > 0 && !isName(on.X, "http") {
				assert.Fail(t, "no context", "%s: use %sContext", fset.Position(call.Pos()), on.Sel.Name)
			}
			return true
		})
	}
	assert.Greater(t, seen, 15)
}

func isName(e ast.Expr, name string) bool {
	x, ok := e.(*ast.Ident)
	return ok && x.Name == name
}
