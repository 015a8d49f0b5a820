package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// small makes a disk of 24 MiB that belongs to who its parent does. Where this process may not do that, it skips the test.
func small(t *testing.T, dir string) {
	parent, err := os.Stat(filepath.Dir(dir))
	require.NoError(t, err)
	owner, ok := parent.Sys().(*syscall.Stat_t)
	require.True(t, ok)
	require.NoError(t, os.Mkdir(dir, 0o700))
	options := fmt.Sprintf("size=24m,mode=0700,uid=%d,gid=%d", owner.Uid, owner.Gid)
	if out, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", options, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("not run: no small disk: %v: %s", err, out)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, 2)) }) // as soon as nobody is in it
}
