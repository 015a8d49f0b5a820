package main

import (
	"os"
	"sort"
	"strings"
)

// setVersion writes the version of every sibling into the go.mod and go.sum files of mods, which
// are in order.
func setVersion(mods []*repoModule, version string) error {
	sums := map[string][]string{} // the lines of go.sum by module path
	siblings := map[string]bool{}
	for _, m := range mods {
		siblings[m.path] = true
	}
	for _, m := range mods {
		known, err := requireAt(m, version, siblings, sums)
		if err != nil {
			return err
		}
		if !m.published() {
			continue
		}
		if err := addSums(m.name("go.sum"), known); err != nil {
			return err
		}
		if sums[m.path], err = sumLines(m, version); err != nil {
			return err
		}
	}
	return nil
}

// requireAt makes m require its siblings at the version, without replacing them when m is
// published. It returns what go.sum must know of them.
func requireAt(m *repoModule, version string, siblings map[string]bool, sums map[string][]string) ([]string, error) {
	var known []string
	for _, r := range m.file.Require {
		if !siblings[r.Mod.Path] {
			continue
		}
		if err := m.file.AddRequire(r.Mod.Path, version); err != nil {
			return nil, err
		}
		known = append(known, sums[r.Mod.Path]...)
	}
	if m.published() {
		for _, r := range m.file.Replace {
			if err := m.file.DropReplace(r.Old.Path, r.Old.Version); err != nil {
				return nil, err
			}
		}
	}
	m.file.Cleanup()
	data, err := m.file.Format()
	if err != nil {
		return nil, err
	}
	return known, os.WriteFile(m.name("go.mod"), data, 0o644)
}

// addSums adds lines to a go.sum file, in its order.
func addSums(name string, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	all := append(strings.Split(strings.TrimSpace(string(data)), "\n"), lines...)
	sort.Strings(all)
	return os.WriteFile(name, []byte(strings.TrimLeft(strings.Join(all, "\n"), "\n")+"\n"), 0o644)
}
