package mysqltest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// installed is what all servers of this program begin with.
var installed template

// template is the data of a server that has never run. It is made once for all servers that are
// there at the same time: to install it takes seconds, to copy it a tenth of that.
type template struct {
	mu    sync.Mutex
	dir   string
	users map[*Server]bool
}

// into gives a server a copy.
func (t *template) into(s *Server, install string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.make(s, install); err != nil {
		return err
	}
	if t.users == nil {
		t.users = map[*Server]bool{}
	}
	t.users[s] = true
	if err := os.CopyFS(s.data(), os.DirFS(t.data())); err != nil {
		return err
	}
	return filepath.WalkDir(s.data(), func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, own(path))
	})
}

// make installs the data if that was not done yet.
func (t *template) make(s *Server, install string) (err error) {
	if t.dir != "" {
		return nil
	}
	if t.dir, err = os.MkdirTemp("", "mysqltest"); err != nil {
		return err
	}
	if err = own(t.dir); err == nil {
		cmd := s.command(install, "--no-defaults", "--datadir="+t.data(), "--tmpdir="+t.dir, "--auth-root-authentication-method=normal", "--skip-name-resolve", logSize)
		if out, failed := cmd.CombinedOutput(); failed != nil {
			err = fmt.Errorf("mysqltest: %s: %w\n%s", install, failed, out)
		}
	}
	if err != nil {
		err, t.dir = errors.Join(err, os.RemoveAll(t.dir)), ""
	}
	return err
}

// leave removes the template with the last server that it was for.
func (t *template) leave(s *Server) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.users, s)
	if len(t.users) > 0 || t.dir == "" {
		return nil
	}
	dir := t.dir
	t.dir = ""
	return os.RemoveAll(dir)
}

func (t *template) data() string { return filepath.Join(t.dir, "data") }
