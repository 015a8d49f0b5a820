package pgtest

import (
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
