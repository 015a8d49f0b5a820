package mysqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/go-sql-driver/mysql"
)

// The isolation levels in use. Each transaction says its own: what the server, the DSN or the host
// has set does not count.
const (
	readCommitted   = "READ COMMITTED"   // each statement sees what is committed when it begins; no gaps are locked
	repeatableRead  = "REPEATABLE READ"  // all statements see what was committed when the first one began
	readUncommitted = "READ UNCOMMITTED" // who holds a lock
)

// session is a connection within a transaction. Its BEGIN and COMMIT are statements with a context:
// those of sql.Tx have none, and would wait for ever on a connection that has died in silence.
type session struct {
	conn    *sql.Conn
	release func() // its place in the pool
}

// begin takes a connection and begins a transaction. Connections that the server has closed
// meanwhile (wait_timeout, a restart) are passed over, as many as the pool may hold: nothing was
// done on them yet.
func (d *database) begin(ctx context.Context, isolation string) (*session, error) {
	for left := d.config.DB.Stats().OpenConnections; ; left-- {
		s, err := d.take(ctx)
		if err != nil {
			return nil, err
		}
		_, err = s.exec(ctx, "SET TRANSACTION ISOLATION LEVEL "+isolation)
		if err == nil {
			_, err = s.exec(ctx, "START TRANSACTION READ WRITE") // not READ ONLY: some proxies send that to a replica
		}
		if err == nil {
			return s, nil
		}
		s.drop()
		if left <= 0 || ctx.Err() != nil || !errors.Is(err, driver.ErrBadConn) && !errors.Is(err, mysql.ErrInvalidConn) {
			return nil, err
		}
	}
}

// in runs f in a transaction that is committed when f has no error.
func (d *database) in(ctx context.Context, isolation string, f func(*session) error) error {
	s, err := d.begin(ctx, isolation)
	if err != nil {
		return err
	}
	if err := f(s); err != nil {
		s.rollback(d)
		return err
	}
	return s.commit(ctx)
}

func (s *session) exec(ctx context.Context, text string) (sql.Result, error) {
	return s.conn.ExecContext(ctx, text)
}

// each runs a query and calls row for each of its rows.
func (s *session) each(ctx context.Context, text string, row func(scan func(...any) error) error) error {
	rows, err := s.conn.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// commit ends the transaction and gives the connection back; one that fails in it is not used
// again.
func (s *session) commit(ctx context.Context) error {
	if _, err := s.exec(ctx, "COMMIT"); err != nil {
		s.drop()
		return err
	}
	return s.close()
}

// rollback ends the transaction whatever has failed in it: after a lock that was not given, the
// server keeps it open. A connection that cannot be told so is closed, which the server takes for
// the same.
func (s *session) rollback(d *database) {
	ctx, cancel := context.WithTimeout(context.Background(), d.config.Stall)
	defer cancel()
	if _, err := s.exec(ctx, "ROLLBACK"); err != nil {
		s.drop()
		return
	}
	_ = s.close()
}

// drop closes the connection and keeps it from the pool.
func (s *session) drop() {
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = s.close()
}

// close gives the connection back.
func (s *session) close() error {
	defer s.release()
	return s.conn.Close()
}
