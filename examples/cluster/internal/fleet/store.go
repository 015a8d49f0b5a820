package fleet

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// Table is the one that nodes use in PostgreSQL, MySQL and MariaDB.
const Table = "switchboard_cluster"

// patience is how long a node waits for a transaction, and stall how long one that has lost its way to the store may keep the
// others from theirs: both are short, so that a partition shows.
const (
	patience = 2 * time.Second
	stall    = 300 * time.Millisecond
)

// Store is one that can be closed.
type Store interface {
	store.Store
	Close() error
}

// OpenDefault is Open with the library's times in place of the short ones.
func OpenDefault(ctx context.Context, url, namespace string) (Store, error) {
	scheme, rest, _ := strings.Cut(url, "://")
	switch scheme {
	case "etcd":
		return etcdstore.Open(ctx, etcdstore.Config{Endpoints: strings.Split(rest, ","), Namespace: namespace})
	case "mysql":
		return openMySQL(ctx, url, namespace, mysqlstore.Config{})
	}
	return pgstore.Open(ctx, pgstore.Config{URL: url, Namespace: namespace, Table: Table})
}

// Open opens a namespace of "postgres://…", "mysql://user@host:port/database" or "etcd://host:port,host:port".
func Open(ctx context.Context, url, namespace string) (Store, error) {
	scheme, rest, _ := strings.Cut(url, "://")
	switch scheme {
	case "postgres", "postgresql":
		return pgstore.Open(ctx, pgstore.Config{URL: url, Namespace: namespace, Table: Table, Timeout: patience, Stall: stall})
	case "mysql":
		return openMySQL(ctx, url, namespace, mysqlstore.Config{Timeout: patience, Stall: stall})
	case "etcd":
		return etcdstore.Open(ctx, etcdstore.Config{Endpoints: strings.Split(rest, ","), Namespace: namespace})
	}
	return nil, fmt.Errorf("fleet: store: %q: want postgres://…, mysql://… or etcd://…", url)
}
