package main

import (
	"fmt"
	"go/format"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: client openapi.yaml folder")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "client:", err)
		os.Exit(1)
	}
}

// write makes the files of the contract, and puts them into a folder.
func write(contract, dir string) error {
	src, err := os.ReadFile(contract)
	if err != nil {
		return err
	}
	files, err := build(src)
	if err != nil {
		return err
	}
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// build returns the files by their names.
func build(contract []byte) (map[string][]byte, error) {
	d, err := read(contract)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, body := range d.calls() {
		files[name] = body
	}
	for name, body := range d.shapes() {
		files[name] = body
	}
	for name, body := range files {
		clean, err := format.Source(body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = clean
	}
	return files, nil
}
