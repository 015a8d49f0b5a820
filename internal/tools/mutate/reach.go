package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// suite is a package's tests, built with all faults in them.
type suite struct {
	pkg, dir, binary string
	tests            []*test
}

// test is one of a package's tests, how long it takes without a fault, and the faults it reaches by
// number.
type test struct {
	name    string
	took    time.Duration
	reaches map[int]bool
}

// buildSuite builds a package's tests. A package without tests has none.
func buildSuite(root, overlay, pkg, binary string) (suite, error) {
	s := suite{pkg: pkg, dir: filepath.Join(root, filepath.FromSlash(pkg)), binary: binary}
	c := exec.Command("go", "test", "-c", "-vet=off", "-ldflags=-w", "-overlay", overlay, "-o", binary, pkg)
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		return s, fmt.Errorf("%s does not build: %w\n%s", pkg, err, tail(string(out)))
	}
	if _, err := os.Stat(binary); errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	out, err := s.run(longest, nil, "-test.list", ".")
	if err != nil {
		return s, fmt.Errorf("%s: %w\n%s", pkg, err, tail(out))
	}
	for line := range strings.Lines(out) {
		if name := strings.TrimSpace(line); regexp.MustCompile(`^(Test|Example|Fuzz)`).MatchString(name) {
			s.tests = append(s.tests, &test{name: name})
		}
	}
	return s, nil
}

// run runs the tests' binary and returns what it printed.
func (s suite) run(limit time.Duration, env []string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit+time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, s.binary, append(args, "-test.timeout", limit.String())...)
	c.Dir = s.dir
	c.Env = append(os.Environ(), env...)
	c.WaitDelay = time.Second // a test may have left a process behind
	out, err := c.CombinedOutput()
	return string(out), err
}

// look runs each test alone and notes which faults it reaches. A test that fails so, without any
// fault, is not asked: some count what the compiler makes of a function.
func (s *suite) look(notes string) error {
	err := atOnce(len(s.tests), func(i int) error {
		t, notes := s.tests[i], fmt.Sprint(notes, i)
		begun := time.Now()
		out, err := s.run(longest, []string{"MUTANT_REACHED=" + notes}, "-test.run", "^"+t.name+"$")
		if err != nil {
			fmt.Printf("not asked, it fails without a fault: %s %s\n%s", s.pkg, t.name, tail(out))
			return nil
		}
		t.took = time.Since(begun)
		t.reaches, err = readNotes(notes)
		return errors.Join(err, os.RemoveAll(notes))
	})
	s.tests = slices.DeleteFunc(s.tests, func(t *test) bool { return len(t.reaches) == 0 })
	return err
}

// atOnce calls do for 0 to n-1, two at a time, and returns what failed.
func atOnce(n int, do func(i int) error) error {
	var next atomic.Int64
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for worker := range errs {
		wg.Go(func() {
			for errs[worker] == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				errs[worker] = do(i)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// readNotes reads the numbers of the faults that a test reached.
func readNotes(name string) (map[int]bool, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	reached := map[int]bool{}
	for line := range strings.Lines(string(data)) {
		n, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			return nil, err
		}
		reached[n] = true
	}
	return reached, err
}

// try chooses a fault and runs the tests that reach it.
func (s suite) try(f numbered) (outcome, error) {
	var names []string
	limit := 20 * time.Second
	for _, t := range s.tests {
		if t.reaches[f.n] {
			names = append(names, t.name)
			limit += 4 * t.took
		}
	}
	if len(names) == 0 {
		return survived, nil
	}
	out, err := s.run(limit, []string{"MUTANT=" + strconv.Itoa(f.n)},
		"-test.failfast", "-test.run", "^("+strings.Join(names, "|")+")$")
	var ended *exec.ExitError
	switch {
	case err == nil:
		return survived, nil
	case strings.Contains(out, "panic: test timed out"):
		return timedOut, nil
	case errors.As(err, &ended):
		return noticed, nil
	}
	return survived, fmt.Errorf("%s: %w\n%s", s.pkg, err, tail(out))
}
