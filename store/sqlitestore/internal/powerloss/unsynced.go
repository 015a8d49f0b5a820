package powerloss

import (
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/ncruces/go-sqlite3"
	ncruces "github.com/ncruces/go-sqlite3/driver"
)

// unsynced is the name of a driver whose connections never sync: sqlitestore refuses
// synchronous=OFF, so they are set to it beforehand and pass over what is asked of them later.
const unsynced = "sqlite3-unsynced"

func init() { sql.Register(unsynced, unsyncedDriver{}) }

type unsyncedDriver struct{ ncruces.SQLite }

func (d unsyncedDriver) Open(name string) (driver.Conn, error) {
	conn, err := d.SQLite.Open(name)
	if err != nil {
		return nil, err
	}
	raw := conn.(ncruces.Conn).Raw()
	err = raw.Exec("PRAGMA synchronous=OFF")
	if err == nil {
		err = raw.SetAuthorizer(func(action sqlite3.AuthorizerActionCode, pragma, value, _, _ string) sqlite3.AuthorizerReturnCode {
			if action == sqlite3.AUTH_PRAGMA && pragma == "synchronous" && value != "" {
				return sqlite3.AUTH_IGNORE
			}
			return sqlite3.AUTH_OK
		})
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}
