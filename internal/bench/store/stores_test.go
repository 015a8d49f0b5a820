package store

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// subject is a store with, where it speaks SQL, the same work by hand.
type subject struct {
	name   string
	open   func(tb testing.TB) store.Store
	direct func(tb testing.TB) float64 // assignments a second, 64 in a transaction
	single func(tb testing.TB) float64 // assignments a second, each one statement on its own, by 64 writers
	insert func(tb testing.TB) float64 // inserts of one row a second, each on its own, by 64 writers
}

func subjects() []subject {
	sqlite := func(synchronous string) func(tb testing.TB) store.Store {
		return func(tb testing.TB) store.Store {
			s, err := sqlitestore.Open(tb.Context(), sqlitestore.Config{Path: filepath.Join(tb.TempDir(), "x.db"), Synchronous: synchronous})
			require.NoError(tb, err)
			tb.Cleanup(func() { _ = s.Close() })
			return s
		}
	}
	return []subject{
		{name: "memstore", open: func(testing.TB) store.Store { return memstore.New(memstore.Config{}) }},
		{"sqlitestore", sqlite("FULL"), directSQLite, nil, insertSQLite},
		{name: "sqlitestore NORMAL", open: sqlite("NORMAL")},
		{"pgstore", openPostgres, directPostgres, singlePostgres, insertPostgres},
		{"mysqlstore", openMariaDB, directMariaDB, nil, insertMariaDB},
		{name: "etcdstore, 1 member", open: openEtcd},
	}
}

func openPostgres(tb testing.TB) store.Store {
	s, err := pgstore.Open(tb.Context(), pgstore.Config{URL: pgtest.New(tb).URL()})
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func openMariaDB(tb testing.TB) store.Store {
	db, err := sql.Open("mysql", mysqltest.New(tb).DSN())
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = db.Close() })
	db.SetMaxIdleConns(4) // as many as the others' pools have
	s, err := mysqlstore.Open(tb.Context(), mysqlstore.Config{DB: db})
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func openEtcd(tb testing.TB) store.Store {
	s, err := etcdstore.Open(tb.Context(), etcdstore.Config{Endpoints: []string{etcdtest.New(tb)}})
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = s.Close() })
	return s
}
