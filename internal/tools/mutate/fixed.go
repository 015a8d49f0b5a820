package main

import (
	"fmt"
	"os"
	"path/filepath"
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

// plantFixed runs the list and reports whether each fault was noticed.
func plantFixed(root string, list []fixed) (bool, error) {
	good := true
	for _, f := range list {
		src, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.file)))
		if err != nil {
			return false, err
		}
		if n := strings.Count(string(src), f.was); n != 1 {
			return false, fmt.Errorf("%s says %q %d times, want once: bring the list up to date", f.file, f.was, n)
		}
		o, err := try(root, f.file, []byte(strings.Replace(string(src), f.was, f.becomes, 1)), f.by)
		if err != nil {
			return false, err
		}
		word := map[outcome]string{survived: "SURVIVED", noticed: "noticed", timedOut: "timed out", unusable: "UNUSABLE"}[o]
		fmt.Printf("%-9s %s: %s\n", word, f.file, f.was)
		good = good && (o == noticed || o == timedOut)
	}
	return good, nil
}
