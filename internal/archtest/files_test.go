package archtest

import (
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFilesAreShort(t *testing.T) {
	var lengths []int
	for _, f := range files(t) {
		if f.made {
			continue
		}
		assert.LessOrEqual(t, f.lines, 400, "%s: one idea a file", f.path)
		if !f.test() {
			lengths = append(lengths, f.lines)
		}
	}
	sort.Ints(lengths)
	require.Less(t, lengths[len(lengths)/2], 130, "the median file")
	walk(t, func(p string) {
		if slices.Contains([]string{".js", ".css", ".html"}, path.Ext(p)) {
			src, err := os.ReadFile(filepath.Join(root, p))
			require.NoError(t, err)
			assert.LessOrEqual(t, strings.Count(string(src), "\n"), 400, "%s: one idea a file", p)
		}
	})
}

// mostLongLines is how many lines of the core are over 100 columns. It may only shrink.
const mostLongLines = 4520

func TestLinesGrowNoLonger(t *testing.T) {
	all := 0
	for _, f := range core(t) {
		all += f.long
	}
	require.Positive(t, all)
	require.LessOrEqual(t, all, mostLongLines, "break lines at 100 columns")
}

func TestEveryPackageSaysWhatItPromisesAndShowsIt(t *testing.T) {
	docs, examples := map[string]bool{}, map[string]bool{}
	for _, f := range core(t) {
		docs[f.dir()] = docs[f.dir()] || (f.name() == "doc.go" && f.ast.Doc.Text() != "")
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			examples[f.dir()] = examples[f.dir()] || (ok && f.test() && strings.HasPrefix(fn.Name.Name, "Example"))
		}
	}
	require.NotEmpty(t, docs)
	for dir, ok := range docs {
		assert.True(t, ok, "%s has no doc.go", dir)
		if !strings.Contains(dir, "internal") {
			assert.True(t, examples[dir], "%s has no Example", dir)
		}
	}
}

func TestNoFolderHasANameThatSaysNothing(t *testing.T) {
	for _, f := range files(t) {
		for part := range strings.SplitSeq(f.dir(), "/") {
			assert.NotContains(t, []string{"util", "utils", "common", "types", "helpers", "helper", "misc", "shared", "models", "pkg"}, part, f.path)
		}
	}
}

func TestTheTopLevelIsFixed(t *testing.T) {
	allowed := []string{"chat", "routing", "trigger", "hours", "store", "examples", "internal", "docs", "go.mod", "go.sum", "go.work", "go.work.sum", "README.md", "CHANGELOG.md",
		"CONTRIBUTING.md", "SECURITY.md", "LICENSE", "BENCHMARKS.md", ".ci", ".git", ".gitignore", ".github", ".golangci.yaml", "staticcheck.conf", ".editorconfig", ".gitattributes"}
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	for _, e := range entries {
		assert.Contains(t, allowed, e.Name(), "the top level is fixed")
	}
}
