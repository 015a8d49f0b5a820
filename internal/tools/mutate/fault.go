package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// fault is one change of a source file that compiles, in most cases, and should make a test fail.
type fault struct {
	file       string // from the root, with slashes
	line       int
	start, end int // the bytes it replaces
	text       string
	what       string
}

// key names the fault by its text, without a line, so that it outlives edits elsewhere in the file.
func (f fault) key() string { return f.file + ": " + f.what }

func (f fault) String() string { return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.what) }

// apply returns the file's source with the fault in it.
func (f fault) apply(src []byte) []byte {
	return slices.Concat(src[:f.start], []byte(f.text), src[f.end:])
}

// faultsIn lists the faults that can be planted in a package's files, in the order of the source.
func faultsIn(root, pkg string) ([]fault, error) {
	names, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pkg), "*.go"))
	if err != nil {
		return nil, err
	}
	var all []fault
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return nil, err
		}
		fs, err := faultsOf(filepath.ToSlash(rel), src)
		if err != nil {
			return nil, err
		}
		all = append(all, fs...)
	}
	return all, nil
}

// faultsOf lists the faults of one file.
func faultsOf(name string, src []byte) ([]fault, error) {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	p := &planter{name: name, src: src, file: fset.File(parsed.Pos())}
	for _, d := range parsed.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			ast.Inspect(fn.Body, p.visit)
		}
	}
	return p.found, nil
}

// planter collects the faults of a file while its functions are walked.
type planter struct {
	name  string
	src   []byte
	file  *token.File
	found []fault
}

// add notes that the bytes from start to end may be replaced by text.
func (p *planter) add(start, end token.Pos, text, what string) {
	from, to := p.file.Offset(start), p.file.Offset(end)
	was := string(bytes.Join(bytes.Fields(p.src[from:to]), []byte(" ")))
	if len(was) > 90 {
		was = was[:90] + "…"
	}
	p.found = append(p.found, fault{p.name, p.file.Line(start), from, to, text, what + ": " + was})
}

// source returns the text of a node.
func (p *planter) source(n ast.Node) string {
	return string(p.src[p.file.Offset(n.Pos()):p.file.Offset(n.End())])
}

var swapped = map[token.Token]string{
	token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">", token.EQL: "!=", token.NEQ: "==",
	token.LAND: "||", token.LOR: "&&", token.ADD: "-", token.SUB: "+",
}

func (p *planter) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return !logs(n)
	case *ast.BinaryExpr:
		p.operator(n)
	case *ast.IfStmt:
		p.add(n.Cond.Pos(), n.Cond.End(), "!("+p.source(n.Cond)+")", "negated")
		if n.Else == nil && n.Init == nil && leaves(n.Body) {
			p.add(n.Pos(), n.End(), "{ _ = "+p.source(n.Cond)+" }", "left out") // a block may follow an else
		}
	case *ast.ExprStmt:
		if call, ok := n.X.(*ast.CallExpr); ok && !logs(call) {
			p.add(n.Pos(), n.End(), "_ = 0", "left out")
		}
	case *ast.AssignStmt:
		if _, field := n.Lhs[0].(*ast.SelectorExpr); field && len(n.Lhs) == 1 && n.Tok != token.DEFINE {
			p.add(n.Pos(), n.End(), "_ = "+p.source(n.Rhs[0]), "left out")
		}
	case *ast.IncDecStmt:
		p.add(n.Pos(), n.End(), "_ = 0", "left out")
	}
	return true
}

// logs reports whether a call writes to a log, as d.cfg.Logger.Error does and
// g.cfg.Log.ErrorContext: no test should depend on what it says.
func logs(call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	name := ""
	if ok {
		name = strings.TrimSuffix(method.Sel.Name, "Context")
	}
	if !slices.Contains([]string{"Debug", "Info", "Warn", "Error", "Log", "LogAttrs"}, name) {
		return false
	}
	switch of := method.X.(type) {
	case *ast.SelectorExpr:
		return of.Sel.Name == "Logger" || of.Sel.Name == "Log"
	case *ast.Ident:
		return of.Name == "slog" || of.Name == "logger"
	}
	return false
}

// operator adds the faults of a binary operator. The sum of texts has no difference, and does not
// compile.
func (p *planter) operator(n *ast.BinaryExpr) {
	text, ok := swapped[n.Op]
	if !ok || n.Op == token.ADD && (isText(n.X) || isText(n.Y)) {
		return
	}
	whole := p.source(n.X) + " " + text + " " + p.source(n.Y)
	p.add(n.Pos(), n.End(), whole, n.Op.String()+" became "+text)
}

func isText(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

// leaves reports whether a block ends the function or the turn of a loop: an early return, a
// dropped error.
func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return last.Tok == token.CONTINUE
	}
	return false
}
