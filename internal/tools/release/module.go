package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// repoModule is one go.mod file of the repository.
type repoModule struct {
	dir  string // below the root, with slashes; "." is the core
	root string // of the checkout
	path string
	file *modfile.File
}

// published reports whether hosts may fetch the module: all but those under an internal folder.
func (m *repoModule) published() bool {
	return m.dir != "internal" && !strings.HasPrefix(m.dir, "internal/") &&
		!strings.Contains(m.dir, "/internal/")
}

// tag returns the tag under which Go looks for the version of the module.
func (m *repoModule) tag(version string) string { return path.Join(m.dir, version) }

// name returns the file of that name in the module's folder.
func (m *repoModule) name(file string) string {
	return filepath.Join(m.root, filepath.FromSlash(m.dir), file)
}

// loadModules reads the go.mod files that git knows below root, each after those it requires.
func loadModules(root string) ([]*repoModule, error) {
	list, err := git(root, "ls-files", "*go.mod")
	if err != nil {
		return nil, err
	}
	byPath := map[string]*repoModule{}
	var all []*repoModule
	for name := range strings.FieldsSeq(list) {
		if path.Base(name) != "go.mod" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		f, err := modfile.Parse(name, data, nil)
		if err != nil {
			return nil, err
		}
		m := &repoModule{dir: path.Dir(name), root: root, path: f.Module.Mod.Path, file: f}
		byPath[m.path] = m
		all = append(all, m)
	}
	return ordered(all, byPath)
}

// ordered sorts the modules so that each comes after those it requires.
func ordered(all []*repoModule, byPath map[string]*repoModule) ([]*repoModule, error) {
	const begun, done = 1, 2
	state := map[*repoModule]int{}
	var sorted []*repoModule
	var visit func(m *repoModule) error
	visit = func(m *repoModule) error {
		if state[m] == begun {
			return fmt.Errorf("%s requires itself through others", m.path)
		}
		if state[m] == done {
			return nil
		}
		state[m] = begun
		for _, r := range m.file.Require {
			if s := byPath[r.Mod.Path]; s != nil {
				if err := visit(s); err != nil {
					return err
				}
			}
		}
		state[m] = done
		sorted = append(sorted, m)
		return nil
	}
	for _, m := range all {
		if err := visit(m); err != nil {
			return nil, err
		}
	}
	return sorted, nil
}
