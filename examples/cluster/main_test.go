package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // memory is not what is short here
	fleet.Serve()           // the nodes are this test's program
	os.Exit(m.Run())
}

func TestTheShowGoesOnWhileNodesAreKilled(t *testing.T) {
	t.Parallel()
	listener, err := listen("127.0.0.1:0")
	require.NoError(t, err)
	base := "http://" + listener.Addr().String()
	s, err := newShow(t.Context(), options{members: 1, visitors: 12}, base)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.close()) }()
	server := &http.Server{Handler: s.routes()}
	defer server.Close()
	go func() { _ = server.Serve(listener) }()

	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- s.play(ctx, 10*time.Second) }()
	for _, n := range []string{"1", "2"} {
		wait(t, 4*time.Second)
		answer, err := http.Post(base+"/kill/"+n, "", nil)
		require.NoError(t, err)
		answer.Body.Close()
		require.Equal(t, http.StatusNoContent, answer.StatusCode)
	}
	require.Equal(t, 1, ask(t, base).Nodes[0].Kills)
	require.NoError(t, <-over)
	cancel()
	last := ask(t, base)
	require.Positive(t, last.Figures.Accepted)
	require.True(t, last.Figures.Zero(), "%+v", last.Figures)
	require.Greater(t, last.Figures.TypingSeen, last.Figures.Typed/2, "of three nodes, one in three signs would be seen without a bus")
}

// ask reads what the page shows.
func ask(t *testing.T, base string) (s state) {
	answer, err := http.Get(base + "/state")
	require.NoError(t, err)
	defer answer.Body.Close()
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&s))
	return s
}

func TestOnlyLoopbackIsServed(t *testing.T) {
	_, err := listen("0.0.0.0:0")
	require.ErrorContains(t, err, "not a loopback address")
}

func TestThePageIsThere(t *testing.T) {
	for _, name := range []string{"index.html", "page.css", "page.js"} {
		b, err := page.ReadFile("page/" + name)
		require.NoError(t, err)
		require.NotEmpty(t, bytes.TrimSpace(b))
	}
}

// wait lets time pass: a show is nothing without.
func wait(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}
