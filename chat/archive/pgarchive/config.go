package pgarchive

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/store"
)

// Config of an Archive. URL or Pool is required; the other fields' zero values are sane.
type Config struct {
	// URL says where the database is, in any form that pgxpool.ParseConfig takes. Default: none,
	// required without Pool.
	URL string
	// Pool is the host's own pool, which Close leaves open. Default: a pool of its own, made from
	// URL.
	Pool *pgxpool.Pool
	// Namespace is the desk's: that of its store. Default: "main".
	Namespace string
	// Table is the name of the table, perhaps with a schema before it ("shop.chats"); lower-case
	// letters, digits and underscores. Default: "switchboard_archive".
	Table string
	// Timeout is how long a Put or a Get may take, and how long a connection that says nothing is
	// believed in; at least 1 ms. Default: 5 s.
	Timeout time.Duration
}

var tableName = regexp.MustCompile(`^([a-z_][a-z0-9_]{0,49}\.)?[a-z_][a-z0-9_]{0,49}$`)

// resolved is c with its defaults; all faults are told at once.
func (c Config) resolved() (Config, error) {
	if c.Namespace == "" {
		c.Namespace = "main"
	}
	if c.Table == "" {
		c.Table = "switchboard_archive"
	}
	if c.Timeout == 0 {
		c.Timeout = 5 * time.Second
	}
	var faults []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf("pgarchive: "+format, args...))
		}
	}
	fault(c.URL == "" && c.Pool == nil, "URL: missing, and no Pool")
	fault(c.URL != "" && c.Pool != nil, "URL: given beside a Pool")
	if err := store.CheckNamespace(c.Namespace); err != nil {
		fault(true, "Namespace: %w", err)
	}
	fault(!tableName.MatchString(c.Table), "Table: %q, must be lower-case letters, digits and underscores", c.Table)
	fault(c.Timeout < time.Millisecond, "Timeout: %v, must be at least 1 ms", c.Timeout)
	return c, errors.Join(faults...)
}
