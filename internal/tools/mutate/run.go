package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// outcome is what the tests made of a fault.
type outcome int

const (
	survived outcome = iota
	noticed
	timedOut // noticed too: the tests never ended
	unusable // it does not compile
)

// longest is how long the tests of a package may run whose usual time is not known.
const longest = 5 * time.Minute

// witness is a package's tests that must notice a fault of the list. Run chooses among them; empty
// means all.
type witness struct {
	pkg, run string
	limit    time.Duration
}

// goTest runs go test in the root and returns what it printed.
func goTest(root string, limit time.Duration, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit+2*time.Minute) // the build's time too
	defer cancel()
	c := exec.CommandContext(ctx, "go", append([]string{"test", "-failfast", "-timeout", limit.String()}, args...)...)
	c.Dir = root
	out, err := c.CombinedOutput()
	if err != nil && ctx.Err() != nil { // whether it is the build or the tests that took so long, nobody knows
		return string(out), fmt.Errorf("go test %s: %w", strings.Join(args, " "), ctx.Err())
	}
	return string(out), err
}

// try runs the witnesses with the file's text replaced.
func try(root, file string, changed []byte, by []witness) (outcome, error) {
	tmp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return unusable, err
	}
	defer os.RemoveAll(tmp)
	source := filepath.Join(tmp, "source.go")
	overlay := filepath.Join(tmp, "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{
		"Replace": {filepath.Join(root, filepath.FromSlash(file)): source},
	})
	if err != nil {
		return unusable, err
	}
	if err := os.WriteFile(source, changed, 0o644); err != nil {
		return unusable, err
	}
	if err := os.WriteFile(overlay, list, 0o644); err != nil {
		return unusable, err
	}
	for _, w := range by {
		out, err := goTest(root, w.limit, "-vet=off", "-ldflags=-w", "-overlay", overlay, "-run", w.run, w.pkg)
		switch {
		case err == nil && strings.Contains(out, "[no tests to run]"):
			return unusable, fmt.Errorf("%s has no test %s: bring the list up to date", w.pkg, w.run)
		case err == nil:
		case errors.Is(err, context.DeadlineExceeded):
			return unusable, nil
		case strings.Contains(out, "[build failed]"):
			return unusable, nil
		case strings.Contains(out, "panic: test timed out"):
			return timedOut, nil
		default:
			return noticed, nil
		}
	}
	return survived, nil
}

// tail returns the end of what a command printed.
func tail(out string) string {
	const most = 2000
	if len(out) > most {
		return "…" + out[len(out)-most:]
	}
	return out
}
