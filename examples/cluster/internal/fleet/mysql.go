package fleet

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/switchboard-go/switchboard/store/mysqlstore"
)

// mysqlConns is how many connections a node has to MySQL or MariaDB at most.
const mysqlConns = 16

// mysqlStore is a store with its host's pool.
type mysqlStore struct {
	*mysqlstore.Store
	pool *sql.DB
}

// hush is for the driver, which tells of each broken connection on its own: what comes of it the store says.
var hush = sync.OnceFunc(func() { _ = mysql.SetLogger(log.New(io.Discard, "", 0)) })

// openMySQL opens a namespace of "mysql://user:password@host:port/database". A port and a password may be left out.
func openMySQL(ctx context.Context, at, namespace string, c mysqlstore.Config) (Store, error) {
	hush()
	dsn, err := mysqlDSN(at)
	if err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(mysqlConns)
	pool.SetMaxIdleConns(mysqlConns)
	pool.SetConnMaxIdleTime(time.Minute)
	c.DB, c.Namespace, c.Table = pool, namespace, Table
	s, err := mysqlstore.Open(ctx, c)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return mysqlStore{s, pool}, nil
}

// mysqlDSN is a URL as the driver has it.
func mysqlDSN(at string) (*mysql.Config, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	base := strings.TrimPrefix(u.Path, "/")
	if u.Host == "" || base == "" {
		return nil, fmt.Errorf("fleet: store: %q: want mysql://user:password@host:port/database", at)
	}
	c := mysql.NewConfig()
	c.User, c.Net, c.Addr, c.DBName = u.User.Username(), network, u.Host, base
	c.Passwd, _ = u.User.Password()
	if u.Port() == "" {
		c.Addr += ":3306"
	}
	return c, nil
}

// Close ends the store before its pool.
func (s mysqlStore) Close() error { return errors.Join(s.Store.Close(), s.pool.Close()) }
