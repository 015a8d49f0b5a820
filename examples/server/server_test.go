package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheReadmeShowsThisProgramAsItStands(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("main.go")
	require.NoError(t, err)
	assert.True(t, strings.Contains(string(readme), "```go\n"+string(source)+"```\n"), "copy main.go into README.md, under \"In your server\"")
}

func TestItServesTheChatAndEndsCleanly(t *testing.T) {
	t.Chdir(t.TempDir())
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := free.Addr().String()
	require.NoError(t, free.Close())
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, address) }()

	get := func(path string) int {
		r, err := http.Get("http://" + address + path)
		if err != nil {
			return 0
		}
		defer r.Body.Close()
		return r.StatusCode
	}
	require.Eventually(t, func() bool { return get("/chat/v1/healthz/ready") == http.StatusNoContent }, 20*time.Second, 20*time.Millisecond)
	for _, path := range []string{"/chat/v1/healthz/live", "/chat/v1/openapi.yaml", "/chat/v1/config", "/chat/widget.js", "/chat/console", "/chat/v1/agent/inbox"} {
		require.Less(t, get(path), 300, path)
	}
	stop()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(20 * time.Second):
		t.Fatal("it does not end")
	}
}
