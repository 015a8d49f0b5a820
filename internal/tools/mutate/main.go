package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// core are the packages whose tests a sample asks. A pattern stands for every folder with Go files
// that it matches, so that a new room of chat is part of the sample from its first day.
var core = []string{
	"./chat", "./chat/assign", "./chat/desk", "./chat/hook", "./chat/internal/*", "./chat/report", "./chat/settings",
	"./hours", "./routing", "./store", "./store/memstore", "./trigger",
}

func main() {
	s := sample{}
	flag.Uint64Var(&s.seed, "seed", 1, "chooses the faults")
	flag.IntVar(&s.size, "n", 120, "how many faults to plant")
	flag.Float64Var(&s.want, "want", 0.9, "the part of them that must be noticed")
	flag.Func("only", "plant nothing but the sample's share of this package; may be given again", func(pkg string) error {
		s.only = append(s.only, pkg)
		return nil
	})
	list := flag.String("fixed", "", "plant the faults of this list instead, and want all noticed")
	flag.Parse()
	good, err := run(s, *list, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if !good {
		os.Exit(1)
	}
}

func run(s sample, list string, pkgs []string) (bool, error) {
	about := exec.Command("go", "list", "-m", "-f", "{{.Path}} {{.Dir}}")
	about.Env = append(os.Environ(), "GOWORK=off")
	out, err := about.Output()
	if err != nil {
		return false, fmt.Errorf("go list: %w", err)
	}
	module, root, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	if list != "" {
		all, err := readFixed(list)
		if err != nil {
			return false, err
		}
		return plantFixed(root, all)
	}
	if len(pkgs) == 0 {
		pkgs = core
	}
	s.module, s.root = module, root
	if s.pkgs, err = expand(root, pkgs); err != nil {
		return false, err
	}
	return s.plant()
}

// expand returns the packages that patterns stand for.
func expand(root string, patterns []string) ([]string, error) {
	var pkgs []string
	for _, pattern := range patterns {
		if !strings.Contains(pattern, "*") {
			pkgs = append(pkgs, pattern)
			continue
		}
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern), "*.go"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pattern, err)
		}
		for _, file := range files {
			dir, err := filepath.Rel(root, filepath.Dir(file))
			if err != nil {
				return nil, err
			}
			if pkg := "./" + filepath.ToSlash(dir); !slices.Contains(pkgs, pkg) {
				pkgs = append(pkgs, pkg)
			}
		}
	}
	return pkgs, nil
}
