package pgarchive

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// newPool makes a pool from URL.
func newPool(ctx context.Context, c Config) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		return nil, err
	}
	if config.ConnConfig.ConnectTimeout == 0 { // else a server that takes a connection and says nothing has it for two minutes
		config.ConnConfig.ConnectTimeout = c.Timeout
	}
	config.ConnConfig.DialFunc = brief(config.ConnConfig.DialFunc, c.Timeout)
	return pgxpool.NewWithConfig(ctx, config)
}

// within runs fn for so long at most. When that runs out on a pool of the Archive's own, its idle
// connections are given up: where one has died without a word the others have too, as a rule, and
// each would cost somebody a Timeout to find out.
func (a *Archive) within(ctx context.Context, longest time.Duration, fn func(context.Context) error) error {
	inner, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	err := fn(inner)
	if err != nil && ctx.Err() == nil && errors.Is(inner.Err(), context.DeadlineExceeded) && a.config.Pool == nil {
		a.pool.Reset()
	}
	return err
}

// brief makes connections that are left soon. pgx says farewell for 15 s to a connection that it
// has given up, and the pool counts it for so long: after a network event that killed them all it
// would be full of them.
func brief(dial pgconn.DialFunc, longest time.Duration) pgconn.DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, longest)
		defer cancel()
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return farewell{conn, longest}, nil
	}
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
