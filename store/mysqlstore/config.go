package mysqlstore

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// Config of a Store. DB is required; the other fields' zero values are sane.
type Config struct {
	// DB is the host's own pool, which Close leaves open. A busy node uses one connection for each
	// namespace that commits, one to poll, one to look after who holds a counter, and one for each
	// concurrent read: never more at once than its SetMaxOpenConns said when it was opened. After a
	// call that met its Timeout, the pool's idle connections are closed, at most once in a Timeout:
	// what made one die in silence has hit them too, as a rule, and each would cost a caller a
	// Timeout. Those that live cost the host a new connection. A host that does not want that gives
	// the Store a pool of its own. No parameter of its DSN matters to the Store. Default: none,
	// required.
	DB *sql.DB

	// Namespace that the Store is bound to; see Store.Namespace for more of them. Default: "main".
	Namespace string

	// Table is the name of the table of records, perhaps with a database before it
	// ("shop.switchboard"); lower-case letters, digits and underscores. The two others are called
	// Table_counter and Table_deleted. Default: "switchboard".
	Table string

	// NoCreate has Open make no table: those that are missing or of an older release give
	// ErrSchema, which says what to run. It is for an account that may not, where migrations run
	// what Schema returns. Default: Open makes what is missing.
	NoCreate bool

	// Keep is how many commits back deletions are remembered; the feed answers store.ErrCursor to
	// older cursors. Default: 1,000,000.
	Keep int

	// Poll is the longest time between two looks for commits of other nodes, while somebody waits:
	// one query for all namespaces together. After a commit it looks 16 times as often, and backs
	// off to Poll while nothing comes. Default: 250 ms.
	Poll time.Duration

	// Timeout is how long a read may take, or a commit with the wait for its turn, and for a
	// connection of the pool. It should be below the desk's Lease, so that a node that lost its
	// database tells its callers before another node takes its place. Default: 2 s.
	Timeout time.Duration

	// Stall is how long a node that has stopped in the middle of a transaction may hold the
	// counter, and so keep all others from committing: whoever has waited for so long ends a
	// connection that holds it while it waits for the rest of a request, or for its answer to be
	// taken, and what it had not committed is rolled back. MySQL 8 counts in whole seconds, so that
	// it takes up to two more there. Default: 1 s, or half of Timeout where that is less.
	Stall time.Duration

	// Logger hears what no caller can be told, once when it begins and once when it ends: that
	// nothing is heard of other nodes, that a connection was ended which held the counter, or may
	// not be. Default: slog.Default().
	Logger *slog.Logger
}

func (c Config) withDefaults() Config {
	c.Namespace = or(c.Namespace, "main")
	c.Table = or(c.Table, "switchboard")
	c.Keep = or(c.Keep, 1_000_000)
	c.Poll = or(c.Poll, 250*time.Millisecond)
	c.Timeout = or(c.Timeout, 2*time.Second)
	c.Stall = or(c.Stall, max(min(time.Second, c.Timeout/2), time.Millisecond))
	c.Logger = or(c.Logger, slog.Default())
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
