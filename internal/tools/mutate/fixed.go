package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// fixed is one fault of a list: in its file, the one place that says was says becomes instead.
type fixed struct {
	file, was, becomes string
	by                 []witness
}

// readFixed reads a list, a fault a line: file | text | what it becomes | packages whose tests must
// notice, each with a colon and the tests among them if not all. Lines that are empty or begin with
// # say nothing.
func readFixed(name string) ([]fixed, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all []fixed
	for i, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) != 4 {
			return nil, fmt.Errorf("%s:%d: want file | text | what it becomes | packages", name, i+1)
		}
		f := fixed{file: parts[0], was: strings.TrimSpace(parts[1]), becomes: strings.TrimSpace(parts[2])}
		for _, pkg := range strings.Fields(parts[3]) {
			name, run, _ := strings.Cut(pkg, ":")
			f.by = append(f.by, witness{name, run, longest})
		}
		if f.becomes == "nothing" {
			f.becomes = ""
		}
		all = append(all, f)
	}
	return all, nil
}

// plantFixed runs the list and reports whether each fault was noticed. All stand in one build of
// the tests, as those of a sample do.
func plantFixed(root string, all []fixed) (bool, error) {
	tmp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(tmp)
	o := &overlay{dir: tmp, Replace: map[string]string{}}
	faults, err := plantList(root, all, o)
	if err != nil {
		return false, err
	}
	suites, err := witnesses(root, all, o)
	if err != nil {
		return false, err
	}
	came := make([]outcome, len(all))
	err = atOnce(len(all), func(i int) (err error) {
		if faults[i].n == 0 {
			came[i] = unusable
			return nil
		}
		came[i], err = all[i].try(faults[i].n, suites)
		return err
	})
	if err != nil {
		return false, err
	}
	good := true
	words := map[outcome]string{
		survived: "SURVIVED", noticed: "noticed", timedOut: "timed out", unusable: "UNUSABLE",
	}
	for i, f := range all {
		fmt.Printf("%-9s %s: %s\n", words[came[i]], f.file, f.was)
		good = good && (came[i] == noticed || came[i] == timedOut)
	}
	return good, nil
}

// plantList puts the list's faults into the overlay and returns them in its order. One that does
// not compile has no number.
func plantList(root string, all []fixed, o *overlay) ([]numbered, error) {
	byPkg := map[string][]numbered{}
	for i, f := range all {
		found, err := f.find(root)
		if err != nil {
			return nil, err
		}
		pkg := "./" + path.Dir(f.file)
		byPkg[pkg] = append(byPkg[pkg], numbered{found, i + 1})
	}
	m, err := list(root, slices.Sorted(maps.Keys(byPkg)))
	if err != nil {
		return nil, err
	}
	out := make([]numbered, len(all))
	for pkg, faults := range byPkg {
		if faults, err = m.usable(pkg, faults); err != nil {
			return nil, err
		}
		if err := o.plantIn(m, pkg, faults); err != nil {
			return nil, err
		}
		for _, f := range faults {
			out[f.n-1] = f
		}
	}
	return out, nil
}

// find returns the fault, by the one place of its file that says it.
func (f fixed) find(root string) (fault, error) {
	src, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.file)))
	if err != nil {
		return fault{}, err
	}
	if n := strings.Count(string(src), f.was); n != 1 {
		const why = "%s says %q %d times, want once: bring the list up to date"
		return fault{}, fmt.Errorf(why, f.file, f.was, n)
	}
	at := strings.Index(string(src), f.was)
	line := 1 + strings.Count(string(src[:at]), "\n")
	return fault{file: f.file, line: line, start: at, end: at + len(f.was), text: f.becomes}, nil
}

// witnesses builds the tests of each package that the list names.
func witnesses(root string, all []fixed, o *overlay) (map[string]suite, error) {
	name, err := o.write()
	if err != nil {
		return nil, err
	}
	suites := map[string]suite{}
	for _, f := range all {
		for _, w := range f.by {
			if _, ok := suites[w.pkg]; ok {
				continue
			}
			binary := filepath.Join(o.dir, fmt.Sprint(len(suites), ".test"))
			if suites[w.pkg], err = buildSuite(root, name, w.pkg, binary); err != nil {
				return nil, err
			}
		}
	}
	return suites, nil
}

// try runs the witnesses without a fault, which must pass, and with the fault of that number.
func (f fixed) try(n int, suites map[string]suite) (outcome, error) {
	for _, w := range f.by {
		tests := []string{"-test.failfast", "-test.run", w.run}
		out, err := suites[w.pkg].run(w.limit, nil, tests...)
		if err != nil {
			return unusable, fmt.Errorf("%s fails without a fault: %w\n%s", w.pkg, err, tail(out))
		}
		if strings.Contains(out, "no tests to run") {
			return unusable, fmt.Errorf("%s has no test %s: bring the list up to date", w.pkg, w.run)
		}
		out, err = suites[w.pkg].run(w.limit, []string{"MUTANT=" + strconv.Itoa(n)}, tests...)
		var ended *exec.ExitError
		switch {
		case err == nil:
		case strings.Contains(out, "panic: test timed out"):
			return timedOut, nil
		case errors.As(err, &ended):
			return noticed, nil
		default:
			return survived, fmt.Errorf("%s: %w\n%s", w.pkg, err, tail(out))
		}
	}
	return survived, nil
}
