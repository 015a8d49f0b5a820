package pgstore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/store"
)

// Store implements store.Store and store.Waiter for one namespace. Open makes the first one of a
// database, Namespace further ones.
type Store struct {
	*database
	namespace string
	lane      *lane
	bell      *bell
	glance    atomic.Pointer[glance] // nil: Changes came to no head yet
	dropped   atomic.Bool            // its counter's row is to be made anew
}

// database is what the namespaces of a pool share.
type database struct {
	config Config
	sql    statements
	pool   *pgxpool.Pool
	pooled pooling
	hub    *hub

	powerless sync.Once // to say that it may not end connections

	mu      sync.Mutex
	stores  map[string]*Store
	doubted time.Time // when idle connections were last given up
}

// ErrClosed says that the Store was closed.
var ErrClosed = errors.New("pgstore: closed")

// setUp is how many Timeouts Open waits for the tables, which another node may be making.
const setUp = 15

// Open connects, refuses a database that could lose a commit (ErrUnsafe) or a pooler that the
// host's Pool does not get through (ErrPooler), and creates the tables where they are missing (see
// Config.NoCreate); any number of nodes may do so at once. It waits no longer than Timeout for an
// answer, and 15 times that for the tables. It reports every fault of c at once. Close it when
// done.
func Open(ctx context.Context, c Config) (*Store, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	d := &database{config: c, sql: newStatements(c.Table), pool: c.Pool, stores: map[string]*Store{}}
	if d.pool == nil {
		pool, err := newPool(ctx, c, pooling{})
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
	if err := d.passPooler(ctx); err != nil {
		return nil, err
	}
	d.settlePoll()
	if err := d.safe(ctx); err != nil {
		return nil, err
	}
	if err := d.migrate(ctx); err != nil {
		return nil, err
	}
	return d.Namespace(ctx, d.config.Namespace)
}

// Namespace returns the Store of another namespace on the same pool; asked for twice, the same one.
// They share the pool and the listening connection, and one that does nothing costs nothing. It
// writes one row when the namespace is new.
func (d *database) Namespace(ctx context.Context, name string) (*Store, error) {
	if err := store.CheckNamespace(name); err != nil {
		return nil, fmt.Errorf("pgstore: Namespace: %w", err)
	}
	if s := d.opened(name); s != nil && !s.dropped.Swap(false) {
		return s, nil
	}
	if err := d.enter(ctx, name); err != nil {
		return nil, fmt.Errorf("pgstore: namespace: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stores[name] == nil {
		d.stores[name] = &Store{database: d, namespace: name, lane: newLane(d, name), bell: d.hub.bell(name)}
	}
	return d.stores[name], nil
}

func (d *database) opened(name string) *Store {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stores[name]
}

// enter writes the counter's row of a new namespace. The simple protocol is one message: the server
// has all of the statement or nothing, and never holds the row while it waits for more.
func (d *database) enter(ctx context.Context, name string) error {
	return d.within(ctx, func(ctx context.Context) error {
		_, err := d.pool.Exec(ctx, d.sql.create, pgx.QueryExecModeSimpleProtocol, name)
		return err
	})
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
