package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed equivalent.txt
var equivalentList string

// mostEquivalent is the part of a sample that may be called equivalent.
const mostEquivalent = 0.05

// sample is a run over faults drawn by a seed, as many from each package.
type sample struct {
	seed         uint64
	size         int
	want         float64
	module, root string
	pkgs         []string
	only         []string // the packages to plant in; empty means all
}

// tally counts what became of the faults of a package.
type tally struct{ planted, noticed, equivalent int }

// plant draws the faults, runs them and prints what came; it reports whether enough were noticed.
func (s sample) plant() (bool, error) {
	for _, pkg := range s.only {
		if !slices.Contains(s.pkgs, pkg) {
			return false, fmt.Errorf("-only %s: the sample is of %q", pkg, s.pkgs)
		}
	}
	reached, err := cover(s.root, s.module, s.pkgs)
	if err != nil {
		return false, err
	}
	known := equivalents(equivalentList)
	by := map[string]*tally{}
	var survivors []fault
	for i, pkg := range s.pkgs {
		if len(s.only) > 0 && !slices.Contains(s.only, pkg) {
			continue
		}
		share := s.size * (i + 1) / len(s.pkgs)
		share -= s.size * i / len(s.pkgs)
		t, lived, err := s.plantIn(pkg, share, reached, known)
		if err != nil {
			return false, err
		}
		by[pkg] = t
		survivors = append(survivors, lived...)
	}
	return s.tell(by, survivors), nil
}

// plantIn plants share faults in a package.
func (s sample) plantIn(pkg string, share int, reached []covered, known map[string]bool) (*tally, []fault, error) {
	faults, err := faultsIn(s.root, pkg)
	if err != nil {
		return nil, nil, err
	}
	chosen := rand.New(rand.NewPCG(s.seed, uint64(len(pkg))))
	chosen.Shuffle(len(faults), func(i, j int) { faults[i], faults[j] = faults[j], faults[i] })
	t := &tally{}
	var survivors []fault
	for _, f := range faults {
		if t.planted == share {
			break
		}
		src, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(f.file)))
		if err != nil {
			return nil, nil, err
		}
		o, err := try(s.root, f.file, f.apply(src), reaching(pkg, f, reached))
		if err != nil {
			return nil, nil, err
		}
		switch {
		case o == unusable:
			continue
		case o != survived:
			t.noticed++
		case known[f.key()]:
			t.equivalent++
		default:
			survivors = append(survivors, f)
			fmt.Println("survived:", f)
		}
		t.planted++
	}
	return t, survivors, nil
}

// reaching lists the packages whose tests reach the fault, its own first.
func reaching(own string, f fault, reached []covered) []suite {
	var suites []suite
	for _, c := range reached {
		if c.reaches(f.file, f.line) {
			suites = append(suites, c.suite)
		}
	}
	slices.SortFunc(suites, func(a, b suite) int {
		return cmp.Or(cmp.Compare(distance(own, a.pkg), distance(own, b.pkg)), cmp.Compare(a.limit, b.limit))
	})
	return suites
}

func distance(own, pkg string) int {
	switch {
	case pkg == own:
		return 0
	case strings.HasPrefix(pkg, path.Dir(own)):
		return 1
	}
	return 2
}

// equivalents reads equivalent.txt: a reason in a line that begins with #, then the keys of the
// faults it is about.
func equivalents(text string) map[string]bool {
	known := map[string]bool{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			known[line] = true
		}
	}
	return known
}

// tell prints the table and reports whether enough was noticed and not too much called equivalent.
func (s sample) tell(by map[string]*tally, survivors []fault) bool {
	var all tally
	fmt.Printf("\n%-28s %8s %8s %10s\n", "package", "planted", "noticed", "equivalent")
	for _, pkg := range slices.Sorted(maps.Keys(by)) {
		t := by[pkg]
		fmt.Printf("%-28s %8d %8d %10d\n", pkg, t.planted, t.noticed, t.equivalent)
		all.planted += t.planted
		all.noticed += t.noticed
		all.equivalent += t.equivalent
	}
	part := float64(all.noticed) / float64(max(1, all.planted-all.equivalent))
	fmt.Printf("%-28s %8d %8d %10d   %.1f %% noticed, seed %d\n", "together", all.planted, all.noticed, all.equivalent, 100*part, s.seed)
	for _, f := range survivors {
		fmt.Printf("survivor %s\n", f.key())
	}
	return part >= s.want && float64(all.equivalent) <= mostEquivalent*float64(all.planted)
}
