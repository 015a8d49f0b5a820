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

// share is the faults of a package that are planted.
type share struct {
	pkg    string
	faults []numbered
}

// plant draws the faults, runs them and prints what came; it reports whether enough were noticed.
func (s sample) plant() (bool, error) {
	for _, pkg := range s.only {
		if !slices.Contains(s.pkgs, pkg) {
			return false, fmt.Errorf("-only %s: the sample is of %q", pkg, s.pkgs)
		}
	}
	tmp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(tmp)
	o := &overlay{dir: tmp, Replace: map[string]string{}}
	shares, err := s.draw(o)
	if err != nil {
		return false, err
	}
	suites, err := s.suites(o)
	if err != nil {
		return false, err
	}
	known := equivalents(equivalentList)
	by := map[string]*tally{}
	var survivors []fault
	for _, sh := range shares {
		t, lived, err := sh.run(suites, known)
		if err != nil {
			return false, err
		}
		by[sh.pkg] = t
		survivors = append(survivors, lived...)
	}
	return s.tell(by, survivors), nil
}

// draw chooses each package's faults and puts them into the overlay.
func (s sample) draw(o *overlay) ([]share, error) {
	m, err := list(s.root, s.pkgs)
	if err != nil {
		return nil, err
	}
	var all []share
	n := 0
	for i, pkg := range s.pkgs {
		if len(s.only) > 0 && !slices.Contains(s.only, pkg) {
			continue
		}
		size := s.size*(i+1)/len(s.pkgs) - s.size*i/len(s.pkgs)
		faults, err := faultsIn(s.root, pkg)
		if err != nil {
			return nil, err
		}
		chosen := rand.New(rand.NewPCG(s.seed, uint64(len(pkg))))
		chosen.Shuffle(len(faults), func(i, j int) { faults[i], faults[j] = faults[j], faults[i] })
		var drawn []numbered
		for _, f := range faults[:min(len(faults), 2*size+5)] { // some do not compile
			n++
			drawn = append(drawn, numbered{f, n})
		}
		if drawn, err = m.usable(pkg, drawn); err != nil {
			return nil, err
		}
		drawn = drawn[:min(len(drawn), size)]
		if err := o.plantIn(m, pkg, drawn); err != nil {
			return nil, err
		}
		all = append(all, share{pkg, drawn})
	}
	return all, nil
}

// suites builds the tests of every package and looks what each test reaches.
func (s sample) suites(o *overlay) ([]suite, error) {
	list, err := o.write()
	if err != nil {
		return nil, err
	}
	var all []suite
	for i, pkg := range s.pkgs {
		t, err := buildSuite(s.root, list, pkg, filepath.Join(o.dir, fmt.Sprint(i, ".test")))
		if err != nil {
			return nil, err
		}
		if err := t.look(filepath.Join(o.dir, "reached")); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// run chooses one fault of the share after another.
func (sh share) run(suites []suite, known map[string]bool) (*tally, []fault, error) {
	suites = slices.Clone(suites)
	slices.SortStableFunc(suites, func(a, b suite) int { return cmp.Compare(distance(sh.pkg, a.pkg), distance(sh.pkg, b.pkg)) })
	came := make([]outcome, len(sh.faults))
	err := atOnce(len(came), func(i int) (err error) {
		for _, by := range suites {
			if came[i], err = by.try(sh.faults[i]); err != nil || came[i] != survived {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	t := &tally{}
	var survivors []fault
	for i, f := range sh.faults {
		switch o := came[i]; {
		case o == timedOut:
			fmt.Println("noticed by never ending:", f)
			fallthrough
		case o != survived:
			t.noticed++
		case known[f.key()]:
			t.equivalent++
		default:
			survivors = append(survivors, f.fault)
			fmt.Println("survived:", f)
		}
		t.planted++
	}
	return t, survivors, nil
}

// distance sorts a package's own tests first, then those near to it.
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
