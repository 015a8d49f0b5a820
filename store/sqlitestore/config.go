package sqlitestore

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// Config of a Store. Path is required; the other fields' zero values are sane.
type Config struct {
	// Path of the file, or a "file:" URI with SQLite's own parameters. A missing one is made for its owner alone (mode 0600, its
	// -wal and -shm too): it holds what people said, and the key that signs visitors' tokens. One that is there keeps its mode.
	// Default: none, required.
	Path string

	// Namespace that the Store is bound to; see Store.Namespace for more of them. Default: "main".
	Namespace string

	// Synchronous is FULL or NORMAL. NORMAL is faster and may lose the last commits on a power cut,
	// though never on kill -9 and never the order. Default: "FULL".
	Synchronous string

	// Integrity is what Open examines: "quick" reads the file once (measured: 1.4 s a GiB from
	// memory, 5 s from a disk), "full" compares indexes too (9 s and 13 s), "none" trusts it, and
	// "auto" is quick for files up to 256 MiB and trusts larger ones, so that a shop of years
	// starts as fast as a new one, also after a crash; Store.Check examines those in a quiet hour.
	// Default: "auto".
	Integrity string

	// Keep is how many revisions back deletions are remembered; the feed answers store.ErrCursor to
	// older cursors. Default: 1,000,000.
	Keep int

	// Readers is how many reads run at once. Default: 4.
	Readers int

	// BusyTimeout is how long a commit waits for another process that writes. Default: 10 s.
	BusyTimeout time.Duration

	// Poll is how often a waiting Store looks for commits of other processes; its own it sees at
	// once. Default: 100 ms.
	Poll time.Duration

	// Driver is the name of a registered database/sql driver for SQLite, for a host that links
	// another one. Default: "sqlite", modernc.org/sqlite.
	Driver string
}

func (c Config) withDefaults() Config {
	c.Namespace = or(c.Namespace, "main")
	c.Synchronous = strings.ToUpper(or(c.Synchronous, "FULL"))
	c.Integrity = or(c.Integrity, "auto")
	c.Keep = or(c.Keep, 1_000_000)
	c.Readers = or(c.Readers, 4)
	c.BusyTimeout = or(c.BusyTimeout, 10*time.Second)
	c.Poll = or(c.Poll, 100*time.Millisecond)
	c.Driver = or(c.Driver, "sqlite")
	return c
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// check reports every fault of c, which has its defaults.
func (c Config) check() error {
	var faults []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf("sqlitestore: "+format, args...))
		}
	}
	fault(c.Path == "", "Path: missing")
	fault(strings.Contains(c.Path, ":memory:"), "Path: %q: must be a file; package memstore keeps records in memory", c.Path)
	if err := store.CheckNamespace(c.Namespace); err != nil {
		faults = append(faults, fmt.Errorf("sqlitestore: Namespace: %w", err))
	}
	fault(c.Synchronous != "FULL" && c.Synchronous != "NORMAL", "Synchronous: %q, must be FULL or NORMAL", c.Synchronous)
	fault(integrityPragma[c.Integrity] == "" && c.Integrity != "auto" && c.Integrity != "none", "Integrity: %q, must be auto, quick, full or none", c.Integrity)
	fault(c.Keep < 1, "Keep: %d, must not be negative", c.Keep)
	fault(c.Readers < 1, "Readers: %d, must not be negative", c.Readers)
	fault(c.BusyTimeout < time.Millisecond, "BusyTimeout: %v, must be at least 1 ms", c.BusyTimeout)
	fault(c.Poll < time.Millisecond, "Poll: %v, must be at least 1 ms", c.Poll)
	return errors.Join(faults...)
}

// dsn is Path as the URI that every driver takes; a plain path may hold any character.
func (c Config) dsn() string {
	if strings.HasPrefix(c.Path, "file:") {
		return c.Path
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: c.Path}).EscapedPath()}).String()
}

// pragmas of every connection. fullfsync matters on macOS, where a plain fsync stops at the drive's
// cache.
func (c Config) pragmas() []string {
	return []string{
		fmt.Sprintf("busy_timeout=%d", c.BusyTimeout.Milliseconds()),
		"journal_mode=WAL",
		"synchronous=" + c.Synchronous,
		"fullfsync=1",
		"checkpoint_fullfsync=1",
		"secure_delete=ON",
		"journal_size_limit=67108864",
		"trusted_schema=OFF",
	}
}
