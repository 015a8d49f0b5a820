package mysqlstore

import (
	"errors"
	"fmt"
)

// ErrClosed says that the Store was closed.
var ErrClosed = errors.New("mysqlstore: closed")

// ErrNotCommitted comes with an error of Commit that is sure to have written nothing: the server
// found a deadlock, the counter's lock was not given in time, or the connection failed before
// COMMIT was sent. The command may be given again.
var ErrNotCommitted = errors.New("mysqlstore: nothing was written")

// ErrUnsafe says that the server may lose or hide a commit that it has confirmed, or cannot take
// every commit.
var ErrUnsafe = errors.New("mysqlstore: unsafe server")

// ErrSchema says that the tables are not as Schema makes them: another engine, or a type that cuts,
// folds or pads keys. It says, too, that they are missing or of an older release where Open may not
// make them: by Config.NoCreate, or for want of privileges; or that its account may not work with
// them.
var ErrSchema = errors.New("mysqlstore: wrong tables")

// ErrNewer says that a newer release made the tables. They were not touched.
var ErrNewer = errors.New("mysqlstore: tables of a newer release")

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("mysqlstore: %s: %w", what, err)
}
