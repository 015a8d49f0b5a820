package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/tools/bundle chat/chatui")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// write makes the bundles of the assets in a folder, and puts them beside.
func write(dir string) error {
	files, err := build(filepath.Join(dir, "assets"))
	if err != nil {
		return err
	}
	into := filepath.Join(dir, "bundles")
	if err := os.RemoveAll(into); err != nil {
		return err
	}
	for name, body := range files {
		at := filepath.Join(into, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, body, 0o644); err != nil {
			return err
		}
	}
	return nil
}
