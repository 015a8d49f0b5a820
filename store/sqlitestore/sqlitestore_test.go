package sqlitestore_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// files opens the stores of one test in one file, each handle with connections of its own, as processes have.
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

func (f *files) suite() storetest.Config {
	return storetest.Config{
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
