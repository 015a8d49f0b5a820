package mysqltest

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Freeze stops the server in the middle of whatever it does, as a machine or a disk does that
// stalls, until Thaw.
func (s *Server) Freeze() error { return s.process.Process.Signal(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (s *Server) Thaw() error { return s.process.Process.Signal(syscall.SIGCONT) }

// Copy stops the server, copies its data and starts it again. What it returns puts the copy in the
// place of the data, as a restored backup or a replica that lagged behind takes over: all
// connections break, and the server has gone back.
func (s *Server) Copy(tb testing.TB) (back func()) {
	tb.Helper()
	copied, err := os.MkdirTemp(s.dir, "copy")
	if err != nil {
		tb.Fatal(err)
	}
	s.exchange(tb, func() error { return copyTree(s.data(), copied) })
	return func() {
		tb.Helper()
		s.exchange(tb, func() error {
			if err := os.RemoveAll(s.data()); err != nil {
				return err
			}
			return copyTree(copied, s.data())
		})
	}
}

// exchange does something to the data while the server is stopped.
func (s *Server) exchange(tb testing.TB, f func() error) {
	tb.Helper()
	for _, step := range []func() error{s.Stop, f, s.Restart} {
		if err := step(); err != nil {
			tb.Fatal(err)
		}
	}
}

// copyTree copies a directory, for whom the server runs as.
func copyTree(from, to string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return filepath.WalkDir(to, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return own(path)
	})
}
