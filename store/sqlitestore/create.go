package sqlitestore

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"
)

// private is the mode of every file that is made: it holds what people said, and the key that signs
// their tokens.
const private fs.FileMode = 0o600

// create makes the file where there is none, so that SQLite does not make it readable for
// everybody, whatever the umask. SQLite gives the files beside it, -wal and -shm, the mode of the
// file. One that is there keeps its mode.
func (c Config) create() error {
	path := c.file()
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, private)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(private), f.Close()) // the umask may have taken more away than it should
}

// file is the path that SQLite would create; empty where a URI says that it creates none, or what a
// path is there.
func (c Config) file() string {
	rest, uri := strings.CutPrefix(c.Path, "file:")
	if !uri {
		return c.Path
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	says, err := url.ParseQuery(query)
	if err != nil || says.Has("vfs") || slices.Contains([]string{"ro", "rw", "memory"}, says.Get("mode")) {
		return ""
	}
	if after, ok := strings.CutPrefix(rest, "//"); ok { // an authority: none, or localhost
		_, path, found := strings.Cut(after, "/")
		if !found {
			return ""
		}
		rest = "/" + path
	}
	path, err := url.PathUnescape(rest)
	if err != nil {
		return ""
	}
	return path
}
