package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

const (
	root   = "../.."
	module = "github.com/switchboard-go/switchboard"
)

// file is one Go file of the tree, by its path from the root.
type file struct {
	path  string
	lines int
	long  int // lines over 100 columns, a tab counting 4
	ast   *ast.File
	made  bool // by a generator
}

func (f file) dir() string  { return path.Dir(f.path) }
func (f file) test() bool   { return strings.HasSuffix(f.path, "_test.go") }
func (f file) name() string { return path.Base(f.path) }

// imports returns the import paths, those of the module itself as paths from the root.
func (f file) imports() []string {
	var ps []string
	for _, i := range f.ast.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		ps = append(ps, strings.TrimPrefix(p, module+"/"))
	}
	return ps
}

var fset = token.NewFileSet()

var tree []file // read once

// files returns the Go files of the whole tree, those of nested modules too.
func files(t *testing.T) []file {
	t.Helper()
	if tree != nil {
		return tree
	}
	var all []file
	walk(t, func(p string) {
		if !strings.HasSuffix(p, ".go") {
			return
		}
		src, err := os.ReadFile(filepath.Join(root, p))
		require.NoError(t, err)
		parsed, err := parser.ParseFile(fset, p, src, parser.ParseComments)
		require.NoError(t, err)
		long := 0
		for l := range bytes.Lines(src) {
			if utf8.RuneCount(l)-1+3*bytes.Count(l, []byte("\t")) > 100 {
				long++
			}
		}
		all = append(all, file{p, bytes.Count(src, []byte("\n")), long, parsed, ast.IsGenerated(parsed)})
	})
	require.Greater(t, len(all), 50)
	tree = all
	return all
}

// walk calls fn with each file of the tree, by its path from the root.
func walk(t *testing.T, fn func(string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "testdata" || name == "node_modules" || (strings.HasPrefix(name, ".") && name != ".." && name != "." && name != ".ci")) {
			return filepath.SkipDir
		}
		if !d.IsDir() {
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			fn(filepath.ToSlash(rel))
		}
		return nil
	})
	require.NoError(t, err)
}

// nested returns the folders of the nested modules.
func nested(t *testing.T) []string {
	t.Helper()
	var dirs []string
	walk(t, func(p string) {
		if path.Base(p) == "go.mod" && p != "go.mod" {
			dirs = append(dirs, path.Dir(p))
		}
	})
	return dirs
}

// core leaves out the files of nested modules.
func core(t *testing.T) []file {
	t.Helper()
	mods := nested(t)
	var in []file
next:
	for _, f := range files(t) {
		for _, m := range mods {
			if under(f.path, m) {
				continue next
			}
		}
		in = append(in, f)
	}
	return in
}

func under(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }
