package pgtest

import (
	"os"
	"strings"
	"testing"
)

func TestClusterSurvivesAKill(t *testing.T) {
	c := New(t, "fsync=off")
	if !strings.Contains(c.URL("pool_max_conns=3"), "&pool_max_conns=3") {
		t.Error(c.URL("pool_max_conns=3"))
	}
	for _, end := range []func() error{c.Kill, c.Stop} {
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if err := c.Restart(); err != nil {
			t.Fatal(err)
		}
	}
}

func ExampleStart() {
	c, err := Start()
	if err != nil {
		return // no server on this machine
	}
	defer c.Close()
	// pgstore.Open(ctx, pgstore.Config{URL: c.URL()})
}

func TestClustersThatBeginAlikeShareNothing(t *testing.T) {
	a, b := New(t, "fsync=off"), New(t, "fsync=off")
	for _, c := range []*Cluster{a, b} {
		if err := c.SQL("CREATE TABLE own (b int)"); err != nil {
			t.Fatal(err)
		}
	}
	dir := installed.dir
	for _, c := range []*Cluster{a, b} {
		if _, err := os.Stat(dir); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Fatalf("%s is left: %v", dir, err)
	}
}
