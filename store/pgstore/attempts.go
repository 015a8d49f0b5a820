package pgstore

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// attemptsMax is how many connections a pool of the Store's own makes at a time.
//
// A network event kills all connections of a pool, and whoever waits makes a new one. A server that
// has much else to do cannot take them all within Timeout, so that each is given up just before it
// is ready, and the next one is made: no connection is ever used, and it never ends by itself.
const attemptsMax = 4

// errAttempts says that a connection was not begun.
var errAttempts = errors.New("the server is slow to take connections, and this one waited for others in vain")

// attempts has a place for each connection that is being made.
type attempts struct {
	places  chan struct{}
	longest time.Duration // an attempt, and the wait for its place
}

// limit has the pool's connections wait for a place each. It goes after every other setting of
// DialFunc.
func (a attempts) limit(config *pgxpool.Config) {
	config.BeforeConnect = func(ctx context.Context, c *pgx.ConnConfig) error {
		leave, err := a.enter(ctx)
		if err != nil {
			return err
		}
		dial := c.DialFunc
		c.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				leave()
				return nil, err
			}
			return attempted{conn, leave}, nil
		}
		return nil
	}
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		made(conn)
		return nil
	}
}

// enter waits for a place. It is left by leave, or after the longest time: a name that leads
// nowhere is never dialled.
func (a attempts) enter(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, a.longest, errAttempts)
	defer cancel()
	select {
	case a.places <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	leave = sync.OnceFunc(func() { <-a.places })
	time.AfterFunc(a.longest, leave)
	return leave, nil
}

// attempted is a connection that has a place until it is made or closed.
type attempted struct {
	net.Conn
	leave func()
}

func (c attempted) Close() error {
	c.leave()
	return c.Conn.Close()
}

// made gives the place of a connection to the next one. A host's own connection has none.
func made(conn *pgx.Conn) {
	c := conn.PgConn().Conn()
	if secured, ok := c.(interface{ NetConn() net.Conn }); ok { // by TLS
		c = secured.NetConn()
	}
	if c, ok := c.(attempted); ok {
		c.leave()
	}
}
