package mysqlstore

import (
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// Config of a Store. DB is required; the other fields' zero values are sane.
type Config struct {
	// DB is the host's own pool, which Close leaves open. A busy node uses one connection for each namespace that commits,
	// one to poll and one for each concurrent read. No parameter of its DSN matters to the Store. Default: none, required.
	DB *sql.DB

	// Namespace that the Store is bound to; see Store.Namespace for more of them. Default: "main".
	Namespace string

	// Table is the name of the table of records, perhaps with a database before it ("shop.switchboard"); lower-case
	// letters, digits and underscores. The two others are called Table_counter and Table_deleted.
	// Default: "switchboard".
	Table string

	// Keep is how many commits back deletions are remembered; the feed answers store.ErrCursor to older cursors.
	// Default: 1,000,000.
	Keep int

	// Poll is the longest time between two looks for commits of other nodes, while somebody waits: one query for all
	// namespaces together. After a commit it looks 16 times as often, and backs off to Poll while nothing comes.
	// Default: 250 ms.
	Poll time.Duration

	// Timeout is how long one transaction may take, or one read, the wait for a connection of the pool included. Default: 5 s.
	Timeout time.Duration

	// Stall is how long a node may hold the counter asleep while another waits for it; then the other ends its connection, and
	// what it had not committed is rolled back. The server counts in whole seconds, so it is rounded up to them.
	// Default: a fifth of Timeout.
	Stall time.Duration
}

func (c Config) withDefaults() Config {
	c.Namespace = or(c.Namespace, "main")
	c.Table = or(c.Table, "switchboard")
	c.Keep = or(c.Keep, 1_000_000)
	c.Poll = or(c.Poll, 250*time.Millisecond)
	c.Timeout = or(c.Timeout, 5*time.Second)
	c.Stall = or(c.Stall, max(c.Timeout/5, time.Millisecond))
	return c
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

var tableName = regexp.MustCompile(`^([a-z_][a-z0-9_]{0,49}\.)?[a-z_][a-z0-9_]{0,49}$`)

// check reports every fault of c, which has its defaults.
func (c Config) check() error {
	var faults []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf("mysqlstore: "+format, args...))
		}
	}
	fault(c.DB == nil, "DB: missing")
	if err := store.CheckNamespace(c.Namespace); err != nil {
		faults = append(faults, fmt.Errorf("mysqlstore: Namespace: %w", err))
	}
	fault(!tableName.MatchString(c.Table), "Table: %q, must be lower-case letters, digits and underscores", c.Table)
	fault(c.Keep < 1, "Keep: %d, must not be negative", c.Keep)
	fault(c.Poll < time.Millisecond, "Poll: %v, must be at least 1 ms", c.Poll)
	fault(c.Timeout < time.Millisecond, "Timeout: %v, must be at least 1 ms", c.Timeout)
	fault(c.Stall < time.Millisecond, "Stall: %v, must be at least 1 ms", c.Stall)
	return errors.Join(faults...)
}
