package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"
)

// sumLines returns the two lines of a go.sum file for the module, as Go computes them when it
// fetches the version from this repository.
func sumLines(m *repoModule, version string) ([]string, error) {
	files, err := moduleFiles(m)
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "module*.zip")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := zip.Create(f, module.Version{Path: m.path, Version: version}, files); err != nil {
		return nil, err
	}
	whole, err := dirhash.HashZip(f.Name(), dirhash.Hash1)
	if err != nil {
		return nil, err
	}
	mod, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) {
		return os.Open(m.name("go.mod"))
	})
	if err != nil {
		return nil, err
	}
	return []string{
		m.path + " " + version + " " + whole,
		m.path + " " + version + "/go.mod " + mod,
	}, nil
}

// file is one file of a module's zip.
type file struct{ path, name string }

func (f file) Path() string                 { return f.path }
func (f file) Lstat() (os.FileInfo, error)  { return os.Lstat(f.name) }
func (f file) Open() (io.ReadCloser, error) { return os.Open(f.name) }

// moduleFiles lists what git keeps below the module's folder; zip.Create leaves nested modules out.
// A module without a licence of its own gets the repository's, as Go does it.
func moduleFiles(m *repoModule) ([]zip.File, error) {
	folder := filepath.Dir(m.name("go.mod"))
	list, err := git(folder, "ls-files")
	if err != nil {
		return nil, err
	}
	names := strings.Split(list, "\n")
	var files []zip.File
	for _, n := range names {
		files = append(files, file{n, filepath.Join(folder, filepath.FromSlash(n))})
	}
	if !slices.Contains(names, "LICENSE") {
		files = append(files, file{"LICENSE", filepath.Join(m.root, "LICENSE")})
	}
	return files, nil
}
