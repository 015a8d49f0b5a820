package pgbus_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

var cluster *pgtest.Cluster // nil where this machine has no server

func TestMain(m *testing.M) {
	var err error
	cluster, err = pgtest.Start()
	if err != nil && (!errors.Is(err, pgtest.ErrMissing) || pgtest.Required()) {
		fmt.Println(err)
		os.Exit(1)
	}
	code := m.Run()
	if cluster != nil {
		_ = cluster.Close()
	}
	os.Exit(code)
}

// shared is the common cluster.
func shared(t *testing.T) *pgtest.Cluster {
	t.Helper()
	if cluster == nil {
		t.Skip("not run: " + pgtest.ErrMissing.Error())
	}
	return cluster
}

var notOfAChannel = regexp.MustCompile(`[^a-z0-9_]`)

// channel is a test's own.
func channel(t *testing.T) string {
	name := notOfAChannel.ReplaceAllString(strings.ToLower(t.Name()), "_")
	return name[:min(len(name), 60)]
}
