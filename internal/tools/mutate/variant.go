package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// planted is a file with its faults in it, each in a copy of the function it stands in. Which copy
// runs is chosen when the tests begin, so that the tests are built once for all faults.
type planted struct {
	text []byte
	// copies are the lines of each fault's copy, by the fault's number.
	copies map[int]block
}

// block is a run of lines.
type block struct{ from, to int }

// numbered is a fault and the number that the environment chooses it by.
type numbered struct {
	fault
	n int
}

// edit is a piece of source to put at an offset.
type edit struct {
	at, end int
	text    string
}

// plantAll returns the file with all the faults in it. The lines of what it held before stay where
// they are.
func plantAll(name string, src []byte, faults []numbered) (planted, error) {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	if err != nil {
		return planted{}, err
	}
	file := fset.File(parsed.FileStart)
	var edits []edit
	var tail bytes.Buffer
	copies := map[int]block{}
	line := file.LineCount() + 1
	for _, d := range parsed.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		from, to := file.Offset(fn.Body.Lbrace), file.Offset(fn.Body.Rbrace)+1
		var own []numbered
		for _, f := range faults {
			if from <= f.start && f.end <= to {
				own = append(own, f)
			}
		}
		if len(own) == 0 {
			continue
		}
		s := signatureOf(src, file, fn)
		edits = append(edits, s.named...)
		edits = append(edits, edit{from + 1, from + 1, s.choice(own)})
		for _, f := range own {
			at := file.Offset(statement(fn.Body, file.Pos(f.start)))
			edits = append(edits, edit{at, at, fmt.Sprintf("mutantReached(%d); ", f.n)})
		}
		for _, f := range own {
			text := "\n" + s.head(f.n) + string(f.apply(src)[from:to+len(f.text)-(f.end-f.start)]) + "\n"
			lines := strings.Count(text, "\n")
			copies[f.n] = block{line, line + lines}
			line += lines
			tail.WriteString(text)
		}
	}
	return planted{slices.Concat(applied(src, edits), tail.Bytes()), copies}, nil
}

// statement is where the innermost statement of a list begins that holds a place: whoever reaches
// the place has reached it.
func statement(body *ast.BlockStmt, at token.Pos) token.Pos {
	begins := body.Lbrace
	look := func(list []ast.Stmt) {
		for _, s := range list {
			_, isCase := s.(*ast.CaseClause)
			_, isComm := s.(*ast.CommClause)
			if s.Pos() <= at && at < s.End() && !isCase && !isComm {
				begins = s.Pos()
			}
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			look(n.List)
		case *ast.CaseClause:
			look(n.Body)
		case *ast.CommClause:
			look(n.Body)
		}
		return true
	})
	return begins
}

// applied returns the source with pieces put into it.
func applied(src []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, src[at:e.at]...), e.text...)
		at = e.end
	}
	return append(out, src[at:]...)
}

// signature is what a call of a function's copy takes.
type signature struct {
	before, after string // the declaration up to its name and behind it, every parameter named
	of, types     string // the receiver and a dot; the type parameters in brackets
	args          []string
	answers       bool
	named         []edit // the names that parameters lack in the source
}

func signatureOf(src []byte, file *token.File, fn *ast.FuncDecl) signature {
	var s signature
	s.answers = fn.Type.Results != nil
	if fn.Recv != nil {
		s.of = s.name(file, fn.Recv.List, "mutantOf")[0] + "."
	}
	s.args = s.name(file, fn.Type.Params.List, "mutantArg")
	if fn.Type.TypeParams != nil {
		var names []string
		for _, f := range fn.Type.TypeParams.List {
			for _, n := range f.Names {
				names = append(names, n.Name)
			}
		}
		s.types = "[" + strings.Join(names, ", ") + "]"
	}
	begin, end := file.Offset(fn.Pos()), file.Offset(fn.Body.Lbrace)
	name, behind := file.Offset(fn.Name.Pos()), file.Offset(fn.Name.End())
	within := func(from, to int) string {
		var es []edit
		for _, e := range s.named {
			if from <= e.at && e.end <= to {
				es = append(es, edit{e.at - from, e.end - from, e.text})
			}
		}
		return string(applied(src[from:to], es))
	}
	s.before, s.after = within(begin, name), within(behind, end)
	return s
}

// name gives every parameter a name and returns them all, as a call passes them on.
func (s *signature) name(file *token.File, fields []*ast.Field, prefix string) (args []string) {
	for _, f := range fields {
		_, many := f.Type.(*ast.Ellipsis)
		pass := func(name string) {
			if many {
				name += "..."
			}
			args = append(args, name)
		}
		if len(f.Names) == 0 {
			name := fmt.Sprint(prefix, len(args))
			s.named = append(s.named, edit{file.Offset(f.Type.Pos()), file.Offset(f.Type.Pos()), name + " "})
			pass(name)
		}
		for _, n := range f.Names {
			name := n.Name
			if name == "_" {
				name = fmt.Sprint(prefix, len(args))
				s.named = append(s.named, edit{file.Offset(n.Pos()), file.Offset(n.End()), name})
			}
			pass(name)
		}
	}
	return args
}

// head is the declaration of a fault's copy.
func (s signature) head(n int) string { return fmt.Sprint(s.before, "mutant", n, s.after) }

// choice is the statement, on one line, that goes on in a copy when its fault is chosen.
func (s signature) choice(own []numbered) string {
	var b strings.Builder
	b.WriteString(" switch mutantNow {")
	for _, f := range own {
		call := fmt.Sprintf("%smutant%d%s(%s)", s.of, f.n, s.types, strings.Join(s.args, ", "))
		if s.answers {
			fmt.Fprintf(&b, " case %d: return %s;", f.n, call)
		} else {
			fmt.Fprintf(&b, " case %d: %s; return;", f.n, call)
		}
	}
	b.WriteString(" };")
	return b.String()
}

// chooser is the file that each planted package gets: it reads which fault is chosen, or, where a
// file for that is named, notes there which faults are reached.
const chooser = `package %s

import (
	"os"
	"strconv"
	"sync"
)

var mutantNow, mutantNotes = func() (int, string) {
	n, _ := strconv.Atoi(os.Getenv("MUTANT"))
	return n, os.Getenv("MUTANT_REACHED")
}()

var mutantSeen sync.Map

func mutantReached(n int) {
	if mutantNotes != "" {
		mutantNote(n)
	}
}

func mutantNote(n int) {
	if _, was := mutantSeen.LoadOrStore(n, true); was {
		return
	}
	f, err := os.OpenFile(mutantNotes, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	if _, err := f.WriteString(strconv.Itoa(n) + "\n"); err != nil {
		panic(err)
	}
	if err := f.Close(); err != nil {
		panic(err)
	}
}
`
