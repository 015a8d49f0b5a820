package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheClientIsUpToDate(t *testing.T) {
	const dir = "../../../chat/chatclient"
	src, err := os.ReadFile("../../../chat/chathttp/openapi.yaml")
	require.NoError(t, err)
	files, err := build(src)
	require.NoError(t, err)
	require.Greater(t, len(files), 6)
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "go generate ./chat/chatclient")
	}
}

func TestWhatIsNoContractIsRefused(t *testing.T) {
	for _, src := range []string{"", "[", "paths: {}", "paths: {/a: {get: {}}}"} {
		_, err := build([]byte(src))
		require.Error(t, err, src)
	}
}
