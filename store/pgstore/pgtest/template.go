package pgtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// installed is what all clusters of this program begin with.
var installed template

// template is the data of a cluster that has never run. It is made once for all clusters that are
// there at the same time: to install it takes seconds, to copy it a tenth of that.
type template struct {
	mu    sync.Mutex
	dir   string
	users map[*Cluster]bool
}

// into gives a cluster a copy.
func (t *template) into(c *Cluster) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.make(c); err != nil {
		return err
	}
	if t.users == nil {
		t.users = map[*Cluster]bool{}
	}
	t.users[c] = true
	return c.copyTree(t.data(), c.data())
}

// make installs the data if that was not done yet.
func (t *template) make(c *Cluster) (err error) {
	if t.dir != "" {
		return nil
	}
	if t.dir, err = os.MkdirTemp("", "pgtest"); err != nil {
		return err
	}
	if err = own(t.dir); err == nil {
		// It needs no sync: what matters is only ever written by the server itself.
		cmd := c.command("initdb", "-D", t.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
		if out, failed := cmd.CombinedOutput(); failed != nil {
			err = fmt.Errorf("pgtest: initdb: %w\n%s", failed, out)
		}
	}
	if err != nil {
		err, t.dir = errors.Join(err, os.RemoveAll(t.dir)), ""
	}
	return err
}

// leave removes the template with the last cluster that it was for.
func (t *template) leave(c *Cluster) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.users, c)
	if len(t.users) > 0 || t.dir == "" {
		return nil
	}
	dir := t.dir
	t.dir = ""
	return os.RemoveAll(dir)
}

func (t *template) data() string { return filepath.Join(t.dir, "data") }
