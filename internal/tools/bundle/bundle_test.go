package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In the gate the digests are looked at, by package chatui: esbuild takes a while to compile.
func TestTheCommittedBundlesAreThoseThatAreMade(t *testing.T) {
	if os.Getenv("SWITCHBOARD_FULL") == "" {
		t.Skip("only with SWITCHBOARD_FULL=1: it compiles esbuild")
	}
	dir := filepath.Join("..", "..", "..", "chat", "chatui")
	files, err := build(filepath.Join(dir, "assets"))
	require.NoError(t, err)
	for name, body := range files {
		committed, err := os.ReadFile(filepath.Join(dir, "bundles", name))
		require.NoError(t, err)
		assert.Equal(t, string(committed), string(body), name)
	}
}
