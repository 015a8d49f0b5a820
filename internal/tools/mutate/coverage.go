package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// block is a run of lines that a test package reached.
type block struct{ from, to int }

// coverage is what the tests of one package reach, by file from the root.
type coverage map[string][]block

// covered is what a package's tests reach and how long they may run.
type covered struct {
	coverage
	suite
}

// reaches reports whether the line was run.
func (c coverage) reaches(file string, line int) bool {
	for _, b := range c[file] {
		if b.from <= line && line <= b.to {
			return true
		}
	}
	return false
}

// cover runs the tests of each package once and returns what they reach.
func cover(root, module string, pkgs []string) ([]covered, error) {
	tmp, err := os.MkdirTemp("", "cover")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	var all []covered
	for i, pkg := range pkgs {
		name := filepath.Join(tmp, strconv.Itoa(i))
		begun := time.Now()
		out, err := goTest(root, longest, "-coverprofile="+name, "-coverpkg="+strings.Join(pkgs, ","), pkg)
		if err != nil {
			return nil, fmt.Errorf("%s fails without any fault: %w\n%s", pkg, err, tail(out))
		}
		c, err := readProfile(name, module)
		if err != nil {
			return nil, err
		}
		all = append(all, covered{c, suite{pkg, 20*time.Second + 4*time.Since(begun)}})
	}
	return all, nil
}

// readProfile reads a profile as go test writes it: file:line.column,line.column statements count.
func readProfile(name, module string) (coverage, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := coverage{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		file, rest, ok := strings.Cut(lines.Text(), ":")
		if !ok || !strings.HasPrefix(file, module+"/") || strings.HasSuffix(rest, " 0") {
			continue
		}
		var b block
		var skip int
		if _, err := fmt.Sscanf(rest, "%d.%d,%d.%d", &b.from, &skip, &b.to, &skip); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, lines.Text(), err)
		}
		file = strings.TrimPrefix(file, module+"/")
		c[file] = append(c[file], b)
	}
	return c, lines.Err()
}
