package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// core are the packages whose tests a sample asks.
var core = []string{
	"./chat", "./chat/assign", "./chat/desk", "./chat/hook", "./chat/internal/check", "./chat/internal/commit", "./chat/internal/lead",
	"./chat/internal/loglimit", "./chat/internal/records", "./chat/internal/replica", "./chat/internal/timing", "./chat/report",
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
	if list != "" {
		all, err := readFixed(list)
		if err != nil {
			return false, err
		}
		return plantFixed(".", all)
	}
	about := exec.Command("go", "list", "-m", "-f", "{{.Path}} {{.Dir}}")
	about.Env = append(os.Environ(), "GOWORK=off")
	out, err := about.Output()
	if err != nil {
		return false, fmt.Errorf("go list: %w", err)
	}
	module, root, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	s.module, s.root, s.pkgs = module, root, core
	if len(pkgs) > 0 {
		s.pkgs = pkgs
	}
	return s.plant()
}
