package pgtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Copy stops the server, copies its data and starts it again. What it returns puts the copy in the
// place of the data, as a restored backup or a standby that lagged behind takes over: all
// connections break, and the server has gone back.
func (c *Cluster) Copy(tb testing.TB) (back func()) {
	tb.Helper()
	copied, err := os.MkdirTemp(c.dir, "copy")
	if err != nil {
		tb.Fatal(err)
	}
	c.exchange(tb, func() error { return c.copyTree(c.data(), copied) })
	return func() {
		tb.Helper()
		c.exchange(tb, func() error {
			if err := os.RemoveAll(c.data()); err != nil {
				return err
			}
			return c.copyTree(copied, c.data())
		})
	}
}

// exchange does something to the data while the server is stopped.
func (c *Cluster) exchange(tb testing.TB, f func() error) {
	tb.Helper()
	for _, step := range []func() error{c.Stop, f, c.Restart} {
		if err := step(); err != nil {
			tb.Fatal(err)
		}
	}
}

// copyTree copies a directory, which keeps the modes that the server insists on.
func (c *Cluster) copyTree(from, to string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	if err := os.Chmod(to, 0o700); err != nil {
		return err
	}
	return filepath.WalkDir(to, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return own(path)
	})
}
