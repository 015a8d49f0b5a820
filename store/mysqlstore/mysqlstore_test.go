package mysqlstore_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// server serves all tests that do not hurt it; nil without one on this machine.
var server *mysqltest.Server

// driver is what the driver has to say, which prints it to stderr otherwise: of connections that
// are cut it says much.
var driver words

type words struct{ testlog.Lines }

// Print implements mysql.Logger.
func (w *words) Print(v ...any) { _, _ = fmt.Fprintln(w, v...) }

func TestMain(m *testing.M) {
	if err := mysql.SetLogger(&driver); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	var err error
	server, err = mysqltest.Start("max-connections=500")
	if err != nil && (!errors.Is(err, mysqltest.ErrMissing) || mysqltest.Required()) {
		fmt.Println(err)
		os.Exit(1)
	}
	code := m.Run()
	if code != 0 {
		fmt.Printf("the driver said at the end:\n%s\n", driver.Tail(4000))
	}
	if server != nil {
		_ = server.Close()
	}
	os.Exit(code)
}

// shared is the common server.
func shared(tb testing.TB) *mysqltest.Server {
	tb.Helper()
	if server == nil {
		tb.Skip("not run: " + mysqltest.ErrMissing.Error())
	}
	return server
}

// pool is a host's pool of the server.
func pool(tb testing.TB, dsn string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("mysql", dsn)
	require.NoError(tb, err)
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// openStore opens one that bears with a busy machine where a test says nothing else.
func openStore(tb testing.TB, c mysqlstore.Config) *mysqlstore.Store {
	tb.Helper()
	if c.Timeout == 0 && c.Stall == 0 {
		c.Timeout, c.Stall = time.Minute, 20*time.Second
	}
	s, err := mysqlstore.Open(tb.Context(), c)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

func put(tb testing.TB, s store.Store, key, value string) store.Rev {
	tb.Helper()
	rev, err := s.Commit(tb.Context(), store.Batch{Put: []store.Record{{Key: key, Value: []byte(value)}}})
	require.NoError(tb, err)
	return rev
}

func run(tb testing.TB, db *sql.DB, texts ...string) {
	tb.Helper()
	for _, text := range texts {
		_, err := db.ExecContext(tb.Context(), text)
		require.NoError(tb, err, text)
	}
}

var tables atomic.Int64

// full says whether tests run at their full size: SWITCHBOARD_FULL=1.
var full = os.Getenv("SWITCHBOARD_FULL") != ""

func freshTable() string { return fmt.Sprintf("t%d", tables.Add(1)) }

// node opens stores of one table, each with a pool of its own, as nodes have.
type node struct {
	table  string
	params []string // of the DSN
}

func (n node) open(tb testing.TB, namespace string) store.Store { return n.keep(tb, namespace, 0) }

func (n node) keep(tb testing.TB, namespace string, keep int) store.Store {
	return openStore(tb, mysqlstore.Config{
		DB: pool(tb, shared(tb).DSN(n.params...)), Table: n.table, Namespace: namespaceOf(tb, namespace), Keep: keep,
	})
}

// namespaceOf keeps the tests apart: many at once share the tables.
func namespaceOf(tb testing.TB, namespace string) string {
	name := tb.Name()
	return name[strings.LastIndex(name, "/")+1:] + "." + namespace
}

func (n node) suite() storetest.Config {
	return storetest.Config{Open: n.open, Join: n.open, OpenKeep: n.keep, Rewind: n.rewind, Full: full}
}

func TestStoreKeepsItsPromises(t *testing.T) {
	shared(t)
	storetest.Run(t, node{table: freshTable()}.suite())
}

func TestStoreOutlivesItsServer(t *testing.T) {
	s := mysqltest.New(t)
	open := func(tb testing.TB, namespace string) store.Store {
		return openStore(tb, mysqlstore.Config{DB: pool(tb, s.DSN()), Namespace: namespace, Timeout: time.Minute})
	}
	again := func(tb testing.TB, namespace string) store.Store {
		require.NoError(tb, s.Kill())
		require.NoError(tb, s.Restart())
		return open(tb, namespace)
	}
	storetest.Run(t, storetest.Config{Open: open, Reopen: again, Only: []string{"RestartForgetsNothing"}})
}

// rewind copies a namespace's rows, and puts them back as a restored backup would: each at one
// moment, while nodes write.
func (n node) rewind(tb testing.TB, namespace string) (back func()) {
	db := pool(tb, shared(tb).DSN("multiStatements=true"))
	copied := freshTable()
	each := func(text string) (texts string) {
		for _, suffix := range []string{"_counter", "", "_deleted"} { // who commits takes the counter first
			texts += strings.NewReplacer("{table}", n.table+suffix, "{copy}", copied+suffix, "{ns}", namespaceOf(tb, namespace)).Replace(text)
		}
		return texts
	}
	once := func(text string) { run(tb, db, "START TRANSACTION;"+each(text)+"COMMIT") }
	run(tb, db, each(`CREATE TABLE {copy} LIKE {table};`))
	once(`INSERT INTO {copy} SELECT * FROM {table} WHERE namespace = '{ns}' FOR UPDATE;`)
	return func() {
		once(`DELETE FROM {table} WHERE namespace = '{ns}'; INSERT INTO {table} SELECT * FROM {copy};`)
		run(tb, db, each(`DROP TABLE {copy};`))
	}
}
