package archtest

import (
	"go/ast"
	"path"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A type that can do more than this, or holds more, is several things under one name: a stranger
// cannot learn it. What a type can do is its methods and the functions of its package whose first
// parameter it is.
const (
	mostVerbs  = 40
	mostFields = 20
)

// crowded are the types that can do more than mostVerbs, with what they can do today. The numbers
// may only shrink, and a line goes when its type is small enough.
var crowded = map[string]int{
	"chat/chathttp.call": 88,
	"routing.Pool":       41,
	"routing.Router":     114,
	"trigger.builder":    68,
	"trigger.evaluation": 64,
}

// wide are the structs with more than mostFields fields, likewise.
var wide = map[string]int{
	"chat.Agent":                23,
	"chat.Session":              41,
	"chat/chathttp.cardView":    25,
	"chat/chathttp.sessionView": 23,
	"chat/desk.Config":          26,
	"chat/desk.SessionView":     24,
	"chat/settings.Queue":       23,
	"routing.RequestFact":       24,
	"routing.Router":            33,
	"routing.request":           21,
	"trigger.evaluation":        37,
}

// product reports whether a file is part of what a host imports: neither a test nor a proof.
func product(f file) bool { return !f.test() && !under(f.path, "internal") }

func TestNoTypeCanDoTooMuch(t *testing.T) {
	verbs := map[string]int{}
	for _, f := range core(t) {
		if !product(f) {
			continue
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				if of := actsOn(fn); of != "" {
					verbs[f.dir()+"."+of]++
				}
			}
		}
	}
	require.Greater(t, len(verbs), 100)
	onlyShrinks(t, verbs, mostVerbs, crowded, "methods, and functions that take it first")
}

func TestNoStructHoldsTooMuch(t *testing.T) {
	fields := map[string]int{}
	structs(t, func(f file, name string, s *ast.StructType) {
		if f.made { // its fields are those of the contract
			return
		}
		n := 0
		for _, field := range s.Fields.List {
			n += max(1, len(field.Names))
		}
		fields[f.dir()+"."+name] = n
	})
	require.Greater(t, len(fields), 100)
	onlyShrinks(t, fields, mostFields, wide, "fields")
}

// structs calls fn with every struct type that the product declares.
func structs(t *testing.T, fn func(file, string, *ast.StructType)) {
	t.Helper()
	for _, f := range core(t) {
		if !product(f) {
			continue
		}
		for _, d := range f.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				if ts, ok := s.(*ast.TypeSpec); ok {
					if st, ok := ts.Type.(*ast.StructType); ok {
						fn(f, ts.Name.Name, st)
					}
				}
			}
		}
	}
}

// onlyShrinks holds counts to the most there may be of them, but for the exceptions.
func onlyShrinks(t *testing.T, counts map[string]int, most int, exceptions map[string]int, what string) {
	t.Helper()
	for name, n := range counts {
		if had, ok := exceptions[name]; ok {
			assert.LessOrEqual(t, n, had, "%s: %s; the exceptions may only shrink", name, what)
		} else {
			assert.LessOrEqual(t, n, most, "%s: %s", name, what)
		}
	}
	for name, had := range exceptions {
		switch n := counts[name]; {
		case n <= most:
			assert.Fail(t, "exception", "%s has %d %s now: delete it from the exceptions", name, n, what)
		case n < had:
			assert.Fail(t, "exception", "%s has %d %s now: write that", name, n, what)
		}
	}
}

// actsOn is the name of the type of the function's own package that it is a method of, or that it
// takes first.
func actsOn(fn *ast.FuncDecl) string {
	list := fn.Recv
	if list == nil {
		list = fn.Type.Params
	}
	if len(list.List) == 0 {
		return ""
	}
	return typeName(list.List[0].Type)
}

// typeName is the name of a type of the package at hand, or of a pointer to one; "" for every other
// type.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.Ident:
		if !builtin[e.Name] {
			return e.Name
		}
	}
	return ""
}

var builtin = map[string]bool{"string": true, "int": true, "int32": true, "int64": true, "uint64": true, "uint32": true, "byte": true,
	"rune": true, "bool": true, "error": true, "float64": true, "any": true, "uint16": true, "uint8": true, "uint": true}

// rooms are the packages behind the desk that act. Those of chat/internal that are not here only
// encode or count.
func room(f file) bool {
	dir := f.dir()
	return path.Dir(dir) == "chat/internal" && dir != "chat/internal/records" && dir != "chat/internal/loglimit" && dir != "chat/internal/timing"
}

func TestARoomKeepsItsStateToItself(t *testing.T) {
	acts := map[string]bool{} // types that have a method with a pointer receiver: they hold state
	for _, f := range core(t) {
		if f.test() || !room(f) {
			continue
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				if p, ok := fn.Recv.List[0].Type.(*ast.StarExpr); ok {
					acts[f.dir()+"."+typeName(p)] = true
				}
			}
		}
	}
	require.NotEmpty(t, acts)
	structs(t, func(f file, name string, s *ast.StructType) {
		if !room(f) || !acts[f.dir()+"."+name] {
			return
		}
		for _, field := range s.Fields.List {
			for _, n := range field.Names {
				assert.False(t, n.IsExported(), "%s: %s.%s: a room's fields are read in the room alone; give it a method", f.path, name, n.Name)
			}
		}
	})
}

func TestNoRoomKnowsTheDesk(t *testing.T) {
	seen := 0
	for _, f := range core(t) {
		if !under(f.path, "chat/internal") {
			continue
		}
		seen++
		for _, p := range f.imports() {
			for _, above := range []string{"chat/desk", "chat/chathttp", "chat/chattest", "chat/chatui"} {
				assert.False(t, under(p, above), "%s imports %s", f.path, p)
			}
		}
	}
	require.NotZero(t, seen)
}
