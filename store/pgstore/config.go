package pgstore

import (
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/store"
)

// Config of a Store. URL or Pool is required; the other fields' zero values are sane.
type Config struct {
	// URL says where the database is, in any form that pgxpool.ParseConfig takes. Default: none,
	// required without Pool.
	URL string

	// Pool is the host's own pool, which Close leaves open. It should have room for 16 connections
	// beside what the host does with it. Beside it one connection is opened to listen. A pool of
	// the Store's own makes four connections at a time; a host's makes as many as are asked for,
	// and after a network event that killed them all a server that has much else to do may not
	// finish one of them in time: BeforeConnect and AfterConnect are the places to bound that.
	// Default: a pool of its own, made from URL, of 16 connections at most where the URL has no
	// pool_max_conns.
	Pool *pgxpool.Pool

	// ListenURL says how to reach the database directly, where URL or Pool leads through a pooler:
	// whoever listens must keep one connection to the server, which pooling by transaction does not
	// give. Default: none; the way of URL or Pool, and where that is pooled by transaction, no
	// listening, only looking every Poll.
	ListenURL string

	// Namespace that the Store is bound to; see Store.Namespace for more of them. Default: "main".
	Namespace string

	// Table is the name of the table of records, perhaps with a schema before it
	// ("shop.switchboard"); lower-case letters, digits and underscores. The two others are called
	// Table_counter and Table_deleted. Default: "switchboard".
	Table string

	// NoCreate has Open make no table: those that are missing or of an older release give
	// ErrSchema, which says what to run. It is for a role that may not, where migrations run what
	// Schema returns. Default: Open makes what is missing.
	NoCreate bool

	// Keep is how many revisions back deletions are remembered; the feed answers store.ErrCursor to
	// older cursors. Default: 1,000,000.
	Keep int

	// Poll is how often a waiting Store looks for commits of other nodes by itself, in case a
	// notification was lost: one query for all namespaces together. Default: 1 s; 200 ms where it
	// cannot listen, see ListenURL.
	Poll time.Duration

	// Timeout is how long a read may take, or a commit with the wait for its turn, and how long a
	// connection that says nothing is believed in. It should be below the desk's Lease, so that a
	// node that lost its database tells its callers before another node takes its place. Default: 2
	// s.
	Timeout time.Duration

	// Stall is how long a node that has stopped in the middle of a transaction may hold the
	// counter, and so keep all others from committing: a node that lost its network costs them
	// little more than this. The server ends a transaction that is idle for so long; whoever has
	// waited for so long ends a connection that holds the counter while it waits for the rest of a
	// request, or for its answer to be taken. It must be longer than a round trip to the server.
	// Default: 1 s, or half of Timeout where that is less.
	Stall time.Duration

	// Logger hears what no caller can be told, once when it begins and once when it ends: that
	// nothing is heard of other nodes, that a connection was ended which held the counter, that
	// nobody would know of a commit if this server were lost. Default: slog.Default().
	Logger *slog.Logger
}

func (c Config) withDefaults() Config {
	c.Namespace = or(c.Namespace, "main")
	c.Table = or(c.Table, "switchboard")
	c.Keep = or(c.Keep, 1_000_000)
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
	if _, err := pgx.ParseConfig(c.ListenURL); err != nil {
		faults = append(faults, fmt.Errorf("pgstore: ListenURL: %w", err))
	}
	fault(c.Poll != 0 && c.Poll < time.Millisecond, "Poll: %v, must be at least 1 ms", c.Poll)
	fault(c.Timeout < time.Millisecond, "Timeout: %v, must be at least 1 ms", c.Timeout)
	fault(c.Stall < time.Millisecond, "Stall: %v, must be at least 1 ms", c.Stall)
	return errors.Join(faults...)
}
