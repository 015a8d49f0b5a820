package mysqlstore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// Store implements store.Store and store.Waiter for one namespace. Open makes the first one of a
// database, Namespace further ones.
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
	hub    *hub
	places chan struct{} // see take

	attempts chan struct{} // see conn
	mu       sync.Mutex
	stores   map[string]*Store
	doubted  time.Time // when the pool's idle connections were given up last

	powerless sync.Once // to tell it
}

// Open refuses a server that could lose a commit (ErrUnsafe), and creates the tables where they are
// missing; any number of nodes may do so at once. An account that may not create them finds those
// that Schema's text made. It reports every fault of c at once, and gives up after ten times
// Config.Timeout. Close it when done.
func Open(ctx context.Context, c Config) (*Store, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	d := &database{config: c, sql: newStatements(c.Table), stores: map[string]*Store{}, places: placesOf(c.DB), attempts: make(chan struct{}, attemptsMax)}
	d.hub = newHub(d)
	s, err := d.prepare(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("mysqlstore: open: %w", err), d.Close())
	}
	return s, nil
}

func (d *database) prepare(ctx context.Context) (*Store, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*d.config.Timeout)
	defer cancel()
	conn, err := d.config.DB.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if d.sql.mariadb, err = safe(ctx, conn); err != nil {
		return nil, err
	}
	if err := d.migrate(ctx, conn); err != nil {
		return nil, err
	}
	_ = conn.Close() // the host's pool may have no other
	return d.Namespace(ctx, d.config.Namespace)
}

// Namespace returns the Store of another namespace on the same pool; asked for twice, the same one.
// One that does nothing costs nothing. It writes one row when the namespace is new.
func (d *database) Namespace(ctx context.Context, name string) (*Store, error) {
	if err := store.CheckNamespace(name); err != nil {
		return nil, fmt.Errorf("mysqlstore: Namespace: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.stores[name]; s != nil {
		return s, nil
	}
	if d.hub.ctx.Err() != nil {
		return nil, ErrClosed
	}
	if err := d.create(ctx, name); err != nil {
		return nil, wrap("namespace", err)
	}
	d.stores[name] = &Store{database: d, namespace: name, lane: newLane(d, name), bell: d.hub.bell(name)}
	return d.stores[name], nil
}

// create makes the counter's row. Its existence is looked for first, because an INSERT waits for a
// commit under way.
func (d *database) create(ctx context.Context, name string) error {
	_, found, err := d.counter(ctx, name)
	if err != nil || found {
		return err
	}
	return d.within(ctx, d.config.Timeout, func(ctx context.Context) error {
		return d.in(ctx, readCommitted, func(t *session) error {
			_, err := t.exec(ctx, d.sql.create(name))
			return err
		})
	})
}

// Close ends all Stores of the pool, and leaves the pool open. Commits that are under way end
// first.
func (d *database) Close() error {
	d.mu.Lock()
	d.hub.stop()
	stores := d.stores
	d.stores = map[string]*Store{}
	d.mu.Unlock()
	for _, s := range stores {
		s.lane.close()
	}
	d.hub.running.Wait()
	return nil
}
