package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/storetest"
)

func main() {
	hasty := flag.Bool("hasty", false, "check the conditions outside of the commit")
	flag.Parse()
	faults := storetest.Check(suite(*hasty))
	for _, f := range faults {
		fmt.Println(f)
	}
	if len(faults) > 0 {
		fmt.Println("This store must not be used.")
		os.Exit(1)
	}
	fmt.Println("Every promise holds. This store may be used.")
}

// suite opens the stores of one test in one directory. SWITCHBOARD_FULL in the environment makes it thorough, and minutes long.
func suite(hasty bool) storetest.Config {
	dirs := map[testing.TB]string{}
	open := func(tb testing.TB, namespace string) store.Store {
		if dirs[tb] == "" {
			dirs[tb] = tb.TempDir()
		}
		s, err := OpenFile(dirs[tb], namespace)
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { _ = s.Close() })
		if hasty {
			return Hasty{s}
		}
		return s
	}
	rewind := func(tb testing.TB, namespace string) (back func()) {
		path := filepath.Join(dirs[tb], namespace+".log")
		copied, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		return func() {
			if err := errors.Join(os.WriteFile(path+".copy", copied, 0o600), os.Rename(path+".copy", path)); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return storetest.Config{Open: open, Reopen: open, Rewind: rewind, Full: os.Getenv("SWITCHBOARD_FULL") != ""}
}
