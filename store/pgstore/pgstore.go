package pgstore

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/store"
)

// Store implements store.Store and store.Waiter for one namespace. Open makes the first one of a database, Namespace
// further ones.
type Store struct {
	*database
	namespace string
	lane      *lane
	bell      *bell
}

// database is what the namespaces of a pool share.
type database struct {
	config Config
	sql    statements
	pool   *pgxpool.Pool
	hub    *hub

	mu     sync.Mutex
	stores map[string]*Store
}

// ErrClosed says that the Store was closed.
var ErrClosed = errors.New("pgstore: closed")

// Open connects, refuses a database that could lose a commit (ErrUnsafe), and creates the tables where they are
// missing; any number of nodes may do so at once. It reports every fault of c at once. Close it when done.
func Open(ctx context.Context, c Config) (*Store, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	d := &database{config: c, sql: newStatements(c.Table), pool: c.Pool, stores: map[string]*Store{}}
	if d.pool == nil {
		pool, err := pgxpool.New(ctx, c.URL)
		if err != nil {
			return nil, fmt.Errorf("pgstore: URL: %w", err)
		}
		d.pool = pool
	}
	d.hub = newHub(d)
	s, err := d.prepare(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("pgstore: open: %w", err), d.Close())
	}
	return s, nil
}

func (d *database) prepare(ctx context.Context) (*Store, error) {
	if err := d.safe(ctx); err != nil {
		return nil, err
	}
	if err := d.migrate(ctx); err != nil {
		return nil, err
	}
	return d.Namespace(ctx, d.config.Namespace)
}

// Namespace returns the Store of another namespace on the same pool; asked for twice, the same one. They share the pool
// and the listening connection, and one that does nothing costs nothing. It writes one row when the namespace is new.
func (d *database) Namespace(ctx context.Context, name string) (*Store, error) {
	if err := store.CheckNamespace(name); err != nil {
		return nil, fmt.Errorf("pgstore: Namespace: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.stores[name]; s != nil {
		return s, nil
	}
	if _, err := d.pool.Exec(ctx, d.sql.create, name); err != nil {
		return nil, fmt.Errorf("pgstore: namespace: %w", err)
	}
	d.stores[name] = &Store{database: d, namespace: name, lane: newLane(d, name), bell: d.hub.bell(name)}
	return d.stores[name], nil
}

// Close ends all Stores of the pool. Commits that are under way end first.
func (d *database) Close() error {
	d.mu.Lock()
	stores := d.stores
	d.stores = map[string]*Store{}
	d.mu.Unlock()
	for _, s := range stores {
		s.lane.close()
	}
	d.hub.close()
	if d.config.Pool == nil {
		d.pool.Close()
	}
	return nil
}
