package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const source = `package p

func f(a, b int, s *struct{ n int }) (int, error) {
	if a < b && b > 0 {
		return 0, nil
	}
	s.n = a + b
	s.n++
	g("x" + "y")
	s.cfg.Logger.Error("it failed", "after", a-b)
	s.cfg.Log.DebugContext(nil, "it went on", "after", a-b)
	for range a {
		if b == 1 {
			b++
		}
	}
	return a, nil
}
`

func TestFaultsAreThoseThatATestShouldNotice(t *testing.T) {
	faults, err := faultsOf("p/p.go", []byte(source))
	require.NoError(t, err)
	var all []string
	for _, f := range faults {
		all = append(all, f.String())
	}
	require.ElementsMatch(t, []string{
		"p/p.go:4: negated: a < b && b > 0",
		"p/p.go:4: left out: if a < b && b > 0 { return 0, nil }",
		"p/p.go:4: && became ||: a < b && b > 0",
		"p/p.go:4: < became <=: a < b",
		"p/p.go:4: > became >=: b > 0",
		"p/p.go:7: left out: s.n = a + b",
		"p/p.go:7: + became -: a + b",
		"p/p.go:8: left out: s.n++",
		`p/p.go:9: left out: g("x" + "y")`,
		"p/p.go:13: negated: b == 1",
		"p/p.go:13: == became !=: b == 1",
		"p/p.go:14: left out: b++",
	}, all)
	i := slices.IndexFunc(faults, func(f fault) bool { return f.key() == "p/p.go: < became <=: a < b" })
	require.Contains(t, string(faults[i].apply([]byte(source))), "if a <= b && b > 0 {")
}

func TestAFaultIsPlantedInACopyOfItsFunction(t *testing.T) {
	src := `package p

type P[T any] struct{ n int }

func (P[T]) M(_ int, s ...string) (out []string) { if len(s) > 1 { return s }; return nil }

func G[T, U any](t T, _ U) T {
	return t
}

func (p *P[T]) Set(int) {
	p.n = 1
}

func S(a int, c chan int) {
	switch {
	case a > 1:
		g()
	}
	select {
	case <-c:
		g()
	default:
	}
}
`
	faults, err := faultsOf("p.go", []byte(src))
	require.NoError(t, err)
	var all []numbered
	for i, f := range faults {
		all = append(all, numbered{f, i + 1})
	}
	require.Len(t, all, 7)
	got, err := plantAll("p.go", []byte(src), all)
	require.NoError(t, err)
	text := string(got.text)
	require.Contains(t, text, "func (mutantOf0 P[T]) M(mutantArg0 int, s ...string) (out []string) { "+
		"switch mutantNow { case 1: return mutantOf0.mutant1(mutantArg0, s...);")
	require.Contains(t, text, "func (p *P[T]) Set(mutantArg0 int) { switch mutantNow { case 4: p.mutant4(mutantArg0); return; };\n\tmutantReached(4); p.n = 1\n}")
	require.Contains(t, text, "func (p *P[T]) mutant4(mutantArg0 int) {\n\t_ = 1\n}")
	require.Contains(t, text, "mutantReached(5); switch {\n\tcase a > 1:\n\t\tmutantReached(6); g()\n\t}\n\tselect {")
	require.Contains(t, text, "case <-c:\n\t\tmutantReached(7); g()\n")
	_, err = parser.ParseFile(token.NewFileSet(), "p.go", got.text, 0)
	require.NoError(t, err)
	lines := strings.Split(text, "\n")
	for n, at := range got.copies {
		require.Contains(t, strings.Join(lines[at.from-1:at.to], "\n"), fmt.Sprintf("mutant%d(", n))
	}
	require.Contains(t, text, "func G[T, U any](t T, _ U) T {\n", "without a fault it stays as it was")
}

func TestAFixedListNamesFileTextAndTests(t *testing.T) {
	name := filepath.Join(t.TempDir(), "fixed.txt")
	require.NoError(t, os.WriteFile(name, []byte("# why\n\np/p.go | a = b | nothing | ./p:TestA|TestB ./q\n"), 0o644))
	list, err := readFixed(name)
	require.NoError(t, err)
	require.Equal(t, []fixed{{"p/p.go", "a = b", "", []witness{{"./p", "TestA|TestB", longest}, {"./q", "", longest}}}}, list)
	require.NoError(t, os.WriteFile(name, []byte("p/p.go | a = b\n"), 0o644))
	_, err = readFixed(name)
	require.ErrorContains(t, err, "fixed.txt:1: want file | text | what it becomes | packages")
}

func TestAFaultThatNoTestNoticesSurvives(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	write("go.mod", "module m\n\ngo 1.26\n")
	write("p.go", "package p\n\nvar Seen int\n\nfunc F(a int) int {\n\tSeen++\n\treturn a + 1\n}\n")
	write("p_test.go", "package p\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {\n\tif F(1) != 2 {\n\t\tt.Fatal()\n\t}\n}\n")
	t.Setenv("GOWORK", "off")
	s := sample{seed: 1, size: 2, want: 0.9, module: "m", root: dir, pkgs: []string{"."}}
	good, err := s.plant()
	require.NoError(t, err)
	require.False(t, good, "Seen++ left out is seen by nobody")

	s.only = []string{"./other"}
	_, err = s.plant()
	require.EqualError(t, err, `-only ./other: the sample is of ["."]`)

	list := []fixed{{"p.go", "a + 1", "a - 1", []witness{{".", "TestF", time.Minute}}}}
	good, err = plantFixed(dir, list)
	require.NoError(t, err)
	require.True(t, good)
	list[0].becomes = "1 + a"
	good, err = plantFixed(dir, list)
	require.NoError(t, err)
	require.False(t, good, "the fault changes nothing")
	list[0].becomes = `a + "b"`
	good, err = plantFixed(dir, list)
	require.NoError(t, err)
	require.False(t, good, "the fault does not compile")
	list[0].becomes = "a - 1"
	list[0].by[0].run = "TestG"
	_, err = plantFixed(dir, list)
	require.EqualError(t, err, ". has no test TestG: bring the list up to date")
	list[0].was = "b + 1"
	_, err = plantFixed(dir, list)
	require.ErrorContains(t, err, "bring the list up to date")
}

func TestEveryFaultOfTheListStandsOnceInItsFile(t *testing.T) {
	all, err := readFixed("fixed.txt")
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, f := range all {
		src, err := os.ReadFile(filepath.Join("..", "..", "..", filepath.FromSlash(f.file)))
		require.NoError(t, err, "bring fixed.txt up to date")
		require.Equal(t, 1, strings.Count(string(src), f.was), "bring fixed.txt up to date: %s: %s", f.file, f.was)
	}
}

func TestEveryRoomOfChatIsPartOfTheSample(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	pkgs, err := expand(root, core)
	require.NoError(t, err)
	rooms, err := os.ReadDir(filepath.Join(root, "chat", "internal"))
	require.NoError(t, err)
	require.NotEmpty(t, rooms)
	for _, room := range rooms {
		require.Contains(t, pkgs, "./chat/internal/"+room.Name())
	}
	require.Contains(t, pkgs, "./trigger")
	for i, pkg := range pkgs {
		require.NotContains(t, pkgs[:i], pkg)
	}
}

func TestEveryFaultOfAChainOfIfsIsGo(t *testing.T) {
	src := []byte("package p\n\nfunc f(a, b bool) {\n" +
		"\tif a {\n\t\ta = b\n\t} else if b {\n\t\treturn\n\t}\n}\n")
	faults, err := faultsOf("p.go", src)
	require.NoError(t, err)
	require.Len(t, faults, 3)
	for _, f := range faults {
		_, err := parser.ParseFile(token.NewFileSet(), "p.go", f.apply(src), 0)
		require.NoError(t, err, "%s", f)
	}
}
