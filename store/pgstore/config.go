package pgstore

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/store"
)

// Config of a Store. URL or Pool is required; the other fields' zero values are sane.
type Config struct {
	// URL says where the database is, in any form that pgxpool.ParseConfig takes. Default: none, required without Pool.
	URL string

	// Pool is the host's own pool, which Close leaves open. Beside it one connection is opened to listen.
	// Default: a pool of its own, made from URL.
	Pool *pgxpool.Pool

	// Namespace that the Store is bound to; see Store.Namespace for more of them. Default: "main".
	Namespace string

	// Table is the name of the table of records, perhaps with a schema before it ("shop.switchboard"); lower-case
	// letters, digits and underscores. The two others are called Table_counter and Table_deleted.
	// Default: "switchboard".
	Table string

	// Keep is how many revisions back deletions are remembered; the feed answers store.ErrCursor to older cursors.
	// Default: 1,000,000.
	Keep int

	// Poll is how often a waiting Store looks for commits of other nodes by itself, in case a notification was lost:
	// one query for all namespaces together. Default: 1 s.
	Poll time.Duration

	// Timeout is how long one transaction may take, or one read. Default: 10 s.
	Timeout time.Duration

	// Stall is how long the server lets a node that has stopped in the middle of a transaction hold the counter, and so
	// keep all others from committing: a node that lost its network costs them no more than this. Default: a tenth of
	// Timeout.
	Stall time.Duration
}

func (c Config) withDefaults() Config {
	c.Namespace = or(c.Namespace, "main")
	c.Table = or(c.Table, "switchboard")
	c.Keep = or(c.Keep, 1_000_000)
	c.Poll = or(c.Poll, time.Second)
	c.Timeout = or(c.Timeout, 10*time.Second)
	c.Stall = or(c.Stall, max(c.Timeout/10, time.Millisecond))
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
			faults = append(faults, fmt.Errorf("pgstore: "+format, args...))
		}
	}
	fault(c.URL == "" && c.Pool == nil, "URL: missing, and no Pool")
	fault(c.URL != "" && c.Pool != nil, "URL: given beside a Pool")
	if err := store.CheckNamespace(c.Namespace); err != nil {
		faults = append(faults, fmt.Errorf("pgstore: Namespace: %w", err))
	}
	fault(!tableName.MatchString(c.Table), "Table: %q, must be lower-case letters, digits and underscores", c.Table)
	fault(c.Keep < 1, "Keep: %d, must not be negative", c.Keep)
	fault(c.Poll < time.Millisecond, "Poll: %v, must be at least 1 ms", c.Poll)
	fault(c.Timeout < time.Millisecond, "Timeout: %v, must be at least 1 ms", c.Timeout)
	fault(c.Stall < time.Millisecond, "Stall: %v, must be at least 1 ms", c.Stall)
	return errors.Join(faults...)
}
