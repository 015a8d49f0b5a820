package sqlitestore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// connector opens connections and sets their pragmas, with any driver.
type connector struct {
	driver  driver.Driver
	dsn     string
	pragmas []string
}

// pool opens at most size connections with c's pragmas and the extra ones.
func (c Config) pool(size int, extra ...string) (*sql.DB, error) {
	named, err := sql.Open(c.Driver, c.dsn())
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: Driver: %w", err)
	}
	db := sql.OpenDB(connector{named.Driver(), c.dsn(), append(c.pragmas(), extra...)})
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, named.Close()
}

func (c connector) Driver() driver.Driver { return c.driver }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	e, ok := conn.(driver.ExecerContext)
	if !ok {
		return nil, errors.Join(errors.New("sqlitestore: Driver: cannot execute statements directly"), conn.Close())
	}
	for _, p := range c.pragmas {
		if _, err := e.ExecContext(ctx, "PRAGMA "+p, nil); err != nil {
			return nil, errors.Join(fmt.Errorf("PRAGMA %s: %w", p, err), conn.Close())
		}
	}
	return conn, nil
}
