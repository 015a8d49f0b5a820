package sqlitestore_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// files opens the stores of one test in one file, each handle with connections of its own, as
// processes have.
type files struct {
	config sqlitestore.Config
	paths  sync.Map // testing.TB to string
}

func (f *files) open(tb testing.TB, namespace string) store.Store {
	path, ok := f.paths.Load(tb)
	if !ok {
		path = filepath.Join(tb.TempDir(), "a ?%23.db")
		f.paths.Store(tb, path)
	}
	c := f.config
	c.Path, c.Namespace = path.(string), namespace
	s, err := sqlitestore.Open(tb.Context(), c)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

// rewind copies a file and puts the copy's rows back, as a restore in place does while the program
// runs.
func (f *files) rewind(tb testing.TB, _ string) (back func()) {
	path, _ := f.paths.Load(tb)
	return rewindFile(tb, path.(string))
}

func rewindFile(tb testing.TB, path string) (back func()) {
	copied := filepath.Join(tb.TempDir(), "copied.db")
	run(tb, path, `VACUUM INTO ?`, copied)
	return func() {
		text := "ATTACH '" + copied + "' AS copied; BEGIN IMMEDIATE;"
		for _, table := range []string{"namespaces", "records", "deleted"} {
			text += "DELETE FROM main." + table + "; INSERT INTO main." + table + " SELECT * FROM copied." + table + ";"
		}
		run(tb, path, text+"COMMIT; DETACH copied;")
	}
}

// run executes statements as another program would.
func run(tb testing.TB, path, text string, args ...any) {
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_pragma=busy_timeout(10000)"}).String())
	require.NoError(tb, err)
	defer db.Close()
	_, err = db.Exec(text, args...)
	require.NoError(tb, err)
}

func (f *files) suite() storetest.Config {
	return storetest.Config{
		Rewind: f.rewind,
		Open:   f.open,
		Reopen: f.open,
		Join:   f.open,
		OpenKeep: func(tb testing.TB, namespace string, keep int) store.Store {
			short := &files{config: f.config}
			short.config.Keep = keep
			return short.open(tb, namespace)
		},
		Full: os.Getenv("SWITCHBOARD_FULL") != "",
	}
}

func TestStoreKeepsItsPromises(t *testing.T) {
	storetest.Run(t, (&files{}).suite())
}

func TestStoreKeepsItsPromisesWithSynchronousNormal(t *testing.T) {
	if os.Getenv("SWITCHBOARD_FULL") == "" {
		t.Skip("SWITCHBOARD_FULL=1 runs the suite with synchronous=NORMAL too")
	}
	storetest.Run(t, (&files{config: sqlitestore.Config{Synchronous: "normal"}}).suite())
}
