package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// listed is a package as the go command lists it.
type listed struct {
	Dir, ImportPath, Name, Export string
	GoFiles                       []string
}

// module is the packages of a sample and what they import, built.
type module struct {
	root   string
	byDir  map[string]listed // by folder from the root, as in ./chat/desk
	export map[string]string // import path to the file of a package's exported declarations
}

// list asks the go command for the packages.
func list(root string, pkgs []string) (module, error) {
	c := exec.Command("go", append([]string{"list", "-export", "-deps", "-json=Dir,ImportPath,Name,Export,GoFiles", "os", "strconv", "sync"}, pkgs...)...)
	c.Dir = root
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return module{}, fmt.Errorf("go list: %w\n%s", err, said.Bytes())
	}
	m := module{root, map[string]listed{}, map[string]string{}}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return m, nil
		} else if err != nil {
			return module{}, err
		}
		m.export[p.ImportPath] = p.Export
		if rel, err := filepath.Rel(root, p.Dir); err == nil && !strings.HasPrefix(rel, "..") {
			m.byDir["./"+filepath.ToSlash(rel)] = p
		}
	}
}

// overlay is what the go command reads instead of the source.
type overlay struct {
	dir     string // where the changed files lie
	Replace map[string]string
}

func (o *overlay) put(path string, text []byte) error {
	to := filepath.Join(o.dir, fmt.Sprint("source", len(o.Replace), ".go"))
	o.Replace[path] = to
	return os.WriteFile(to, text, 0o644)
}

// write writes the list that the go command takes, and returns its name.
func (o *overlay) write() (string, error) {
	data, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	name := filepath.Join(o.dir, "overlay.json")
	return name, os.WriteFile(name, data, 0o644)
}

// plantIn puts faults that compile into a package.
func (o *overlay) plantIn(m module, pkg string, faults []numbered) error {
	files, _, err := m.check(m.byDir[clean(pkg)], faults)
	if err != nil {
		return fmt.Errorf("%s: %w", pkg, err)
	}
	for name, text := range files {
		if err := o.put(name, text); err != nil {
			return err
		}
	}
	return nil
}

// usable returns the faults that compile.
func (m module) usable(pkg string, faults []numbered) ([]numbered, error) {
	for {
		_, broken, err := m.check(m.byDir[clean(pkg)], faults)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pkg, err)
		}
		if len(broken) == 0 {
			return faults, nil
		}
		faults = slices.DeleteFunc(faults, func(f numbered) bool { return broken[f.n] })
	}
}

func clean(pkg string) string {
	if pkg == "." {
		return "./."
	}
	return pkg
}

// check type-checks the package with the faults planted and returns its changed files and the
// faults that do not compile.
func (m module) check(p listed, faults []numbered) (files map[string][]byte, broken map[int]bool, err error) {
	files, broken = map[string][]byte{}, map[int]bool{}
	copies := map[string]map[int]block{}
	fset := token.NewFileSet()
	var parsed []*ast.File
	add := func(name string, text []byte) error {
		f, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
		parsed = append(parsed, f)
		return err
	}
	standing := map[string]bool{}
	for _, base := range p.GoFiles {
		name := filepath.Join(p.Dir, base)
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		rel, err := filepath.Rel(m.root, name)
		if err != nil {
			return nil, nil, err
		}
		standing[filepath.ToSlash(rel)] = true
		var own []numbered
		for _, f := range faults {
			if f.file == filepath.ToSlash(rel) {
				own = append(own, f)
			}
		}
		if len(own) > 0 {
			all, err := plantAll(name, src, own)
			if err != nil {
				return nil, nil, err
			}
			src, files[name], copies[name] = all.text, all.text, all.copies
		}
		if err := add(name, src); err != nil {
			return nil, nil, err
		}
	}
	for _, f := range faults { // files of another system
		if !standing[f.file] {
			broken[f.n] = true
		}
	}
	chosen := filepath.Join(p.Dir, "mutant_chosen.go")
	files[chosen] = fmt.Appendf(nil, chooser, p.Name)
	if err := add(chosen, files[chosen]); err != nil {
		return nil, nil, err
	}
	var other error
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", m.open), Error: func(err error) {
		at := fset.Position(err.(types.Error).Pos)
		for n, lines := range copies[at.Filename] {
			if lines.from <= at.Line && at.Line <= lines.to {
				broken[n] = true
				return
			}
		}
		other = err
	}}
	if _, err = conf.Check(p.ImportPath, fset, parsed, nil); err != nil && len(broken) == 0 {
		other = err
	}
	return files, broken, other
}

func (m module) open(path string) (io.ReadCloser, error) { return os.Open(m.export[path]) }
