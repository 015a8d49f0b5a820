package mysqlstore

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// within runs f for at most as long as limit says. When that runs out, the idle connections of the
// pool are given up: where one has died without a word the others have too, as a rule, and each
// would cost somebody a Timeout to find out.
func (d *database) within(ctx context.Context, limit time.Duration, f func(context.Context) error) error {
	inner, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := f(inner)
	if err != nil && ctx.Err() == nil && errors.Is(inner.Err(), context.DeadlineExceeded) {
		d.doubt()
	}
	return err
}

// doubt closes what is idle in the pool, at most once in a Timeout. Connections that the host uses
// are not idle.
func (d *database) doubt() {
	d.mu.Lock()
	recent := time.Since(d.doubted) < d.config.Timeout
	if !recent {
		d.doubted = time.Now()
	}
	d.mu.Unlock()
	if recent {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), d.config.Stall) // where another took it meanwhile, a new one is made
	defer cancel()
	var idle []*session
	for range d.config.DB.Stats().Idle {
		s, err := d.take(ctx)
		if err != nil {
			break
		}
		idle = append(idle, s)
	}
	for _, s := range idle {
		s.drop()
	}
}

// take gives a connection of the pool, in its turn. What waits in a full pool gets a connection
// that the pool makes without any time limit: one that is never answered would keep its place for
// ever. So the Store asks for no more than there may be.
func (d *database) take(ctx context.Context) (*session, error) {
	release := func() {}
	if d.places != nil {
		select {
		case d.places <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		release = func() { <-d.places }
	}
	conn, err := d.conn(ctx)
	if err != nil {
		release()
		return nil, err
	}
	return &session{conn, release}, nil
}

// attemptsMax is how many connections a Store has its pool make at a time.
//
// A network event kills all connections of a pool, and whoever waits makes a new one. A server that
// has much else to do cannot take them all within Timeout, so that each is given up just before it
// is ready, and the next one is made: no connection is ever used, and it never ends by itself.
const attemptsMax = 4

// conn is one of the pool's idle connections, or a new one in its turn.
func (d *database) conn(ctx context.Context) (*sql.Conn, error) {
	if d.config.DB.Stats().Idle == 0 {
		select {
		case d.attempts <- struct{}{}:
			defer func() { <-d.attempts }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return d.config.DB.Conn(ctx)
}

// placesOf is as many places as the pool may have connections, and nil where it may have any
// number.
func placesOf(db *sql.DB) chan struct{} {
	if most := db.Stats().MaxOpenConnections; most > 0 {
		return make(chan struct{}, most)
	}
	return nil
}
