package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// repository makes a repository of a core, an adapter that needs it, one that needs both, and an
// internal module.
func repository(t *testing.T) string {
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	const core = "example.com/core"
	write("LICENSE", "free\n")
	write("CHANGELOG.md", "## [0.1.0]\n")
	write("go.mod", "module "+core+"\n\ngo 1.26.0\n")
	write("core.go", "package core\n")
	write("a/b/go.mod", "module "+core+"/a/b\n\ngo 1.26.0\n\nrequire (\n\t"+core+" v0.0.0\n\t"+core+"/store v0.0.0\n)\n"+
		"\nreplace "+core+" => ../..\n\nreplace "+core+"/store => ../../store\n")
	write("store/go.mod", "module "+core+"/store\n\ngo 1.26.0\n\nrequire "+core+" v0.0.0\n\nreplace "+core+" => ..\n")
	write("store/go.sum", "example.org/x v1.0.0 h1:=\n")
	write("internal/bench/go.mod",
		"module "+core+"/internal/bench\n\ngo 1.26.0\n\nrequire "+core+" v0.0.0\n\nreplace "+core+" => ../..\n")
	for _, args := range [][]string{
		{"init", "--quiet"}, {"config", "user.name", "n"}, {"config", "user.email", "n@example.com"},
		{"add", "."}, {"commit", "--quiet", "--message", "Begin"},
	} {
		_, err := git(dir, args...)
		require.NoError(t, err)
	}
	return dir
}

func show(t *testing.T, dir, what string) string {
	text, err := git(dir, "show", what)
	require.NoError(t, err)
	return text
}

func TestAReleaseTagsTheCoreFirstAndNamesVersionsThatExist(t *testing.T) {
	dir := repository(t)
	head := show(t, dir, "HEAD:a/b/go.mod")
	tags, err := release(dir, "v0.1.0")
	require.NoError(t, err)
	require.Equal(t, []string{"v0.1.0", "store/v0.1.0", "a/b/v0.1.0"}, tags)

	mod := show(t, dir, "a/b/v0.1.0:a/b/go.mod")
	require.NotContains(t, mod, "replace")
	require.NotContains(t, mod, "v0.0.0")
	require.Equal(t, 2, strings.Count(mod, " v0.1.0"))
	require.Contains(t, show(t, dir, "v0.1.0:internal/bench/go.mod"), "replace example.com/core => ../..")

	sum := show(t, dir, "v0.1.0:store/go.sum")
	require.Contains(t, sum, "example.com/core v0.1.0 h1:")
	require.Contains(t, sum, "example.com/core v0.1.0/go.mod h1:")
	require.Contains(t, sum, "example.org/x v1.0.0 h1:=")
	require.Len(t, strings.Split(show(t, dir, "v0.1.0:a/b/go.sum"), "\n"), 4)

	require.Equal(t, head, show(t, dir, "HEAD:a/b/go.mod"), "the branch is as it was")
	changes, err := git(dir, "status", "--porcelain")
	require.NoError(t, err)
	require.Empty(t, changes)
}

func TestWhatCannotBeReleasedChangesNothing(t *testing.T) {
	dir := repository(t)
	for version, want := range map[string]string{
		"0.1.0":  `"0.1.0": want a version such as v0.1.0`,
		"v0.1":   `"v0.1": want a version such as v0.1.0`,
		"v2.0.0": `"v2.0.0": want a version such as v0.1.0`,
		"v0.2.0": `CHANGELOG.md has no section "## [0.2.0]"`,
	} {
		_, err := release(dir, version)
		require.EqualError(t, err, want)
	}
	_, err := release(dir, "v0.2.0-rc.1")
	require.NoError(t, err, "a candidate needs no section")
	_, err = release(dir, "v0.2.0-rc.1")
	require.ErrorContains(t, err, "there are tags of v0.2.0-rc.1 already")

	require.NoError(t, os.WriteFile(filepath.Join(dir, "new.go"), []byte("package core\n"), 0o644))
	_, err = release(dir, "v0.1.0")
	require.ErrorContains(t, err, "the working tree has changes:\n?? new.go")
	tags, err := git(dir, "tag", "--list", "*v0.1.0")
	require.NoError(t, err)
	require.Empty(t, tags)
}

func TestModulesThatRequireEachOtherAreRefused(t *testing.T) {
	dir := repository(t)
	mod := filepath.Join(dir, "go.mod")
	require.NoError(t, os.WriteFile(mod, []byte("module example.com/core\n\nrequire example.com/core/store v0.0.0\n"), 0o644))
	_, err := loadModules(dir)
	require.ErrorContains(t, err, "requires itself through others")
}
