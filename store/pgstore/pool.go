package pgstore

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ownConns is how many connections a pool of the Store's own holds at most: its commits take one a
// namespace, and a read takes one for a round trip, so that 16 are some 300 reads a second where a
// round trip is 50 ms.
const ownConns = 16

// newPool makes a pool from URL. What URL says of sizes, times and the protocol goes before what is
// sane here.
func newPool(ctx context.Context, c Config, pooled pooling) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		return nil, err
	}
	said, err := pgx.ParseConfig(c.URL) // to which a pool's parameters are the server's
	if err != nil {
		return nil, err
	}
	if _, ok := said.RuntimeParams["pool_max_conns"]; !ok {
		config.MaxConns = ownConns
	}
	if config.ConnConfig.ConnectTimeout == 0 { // else a server that takes a connection and says nothing has it for two minutes
		config.ConnConfig.ConnectTimeout = c.Timeout
	}
	config.ConnConfig.DialFunc = farewells{config.ConnConfig.DialFunc, c.Timeout}.dial
	attempts{make(chan struct{}, attemptsMax), c.Timeout}.limit(config)
	if pooled.found && remembers(config.ConnConfig.DefaultQueryExecMode) { // right by whatever it pools
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	return pgxpool.NewWithConfig(ctx, config)
}

// farewells makes connections that are left soon. pgx says farewell for 15 s to a connection that
// it has given up, and the pool counts it for so long: after a network event that killed them all
// it would be full of them.
type farewells struct {
	dialer  pgconn.DialFunc
	longest time.Duration
}

func (f farewells) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, f.longest)
	defer cancel()
	conn, err := f.dialer(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return farewell{conn, f.longest}, nil
}

type farewell struct {
	net.Conn
	longest time.Duration
}

// SetDeadline bounds a deadline that lies ahead, which only a farewell has: what is asked ends by a
// deadline in the past.
func (f farewell) SetDeadline(t time.Time) error {
	if last := time.Now().Add(f.longest); t.After(last) {
		t = last
	}
	return f.Conn.SetDeadline(t)
}

// dial opens a connection beside the pool, as the pool would.
func (d *database) dial(ctx context.Context) (*pgx.Conn, error) {
	config := d.pool.Config()
	if config.BeforeConnect != nil {
		if err := config.BeforeConnect(ctx, config.ConnConfig); err != nil {
			return nil, err
		}
	}
	config.ConnConfig.OnNotification = nil // what the host does with its own would take ours
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err == nil {
		made(conn)
	}
	return conn, err
}

// hangUp closes a connection of dial's, whose other end may be gone.
func (d *database) hangUp(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), d.config.Timeout)
	defer cancel()
	_ = conn.Close(ctx)
}

// within runs fn for at most Timeout. When that runs out on a pool of the Store's own, its idle
// connections are given up: where one has died without a word the others have too, as a rule, and
// each would cost somebody a Timeout to find out.
func (d *database) within(ctx context.Context, fn func(context.Context) error) error {
	inner, cancel := context.WithTimeout(ctx, d.config.Timeout)
	defer cancel()
	err := fn(inner)
	if err != nil && ctx.Err() == nil && errors.Is(inner.Err(), context.DeadlineExceeded) {
		d.doubt()
	}
	return err
}

func (d *database) doubt() {
	if d.config.Pool != nil {
		return // the host's pool is the host's
	}
	d.mu.Lock()
	recent := time.Since(d.doubted) < d.config.Timeout
	if !recent {
		d.doubted = time.Now()
	}
	d.mu.Unlock()
	if !recent {
		d.pool.Reset()
	}
}
