package mysqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
)

func TestServerThatMayLoseCommitsIsRefused(t *testing.T) {
	t.Parallel()
	s := mysqltest.New(t, "innodb-flush-log-at-trx-commit=2", "sync-binlog=0", "binlog-format=STATEMENT",
		"skip-innodb-doublewrite", "innodb-flush-method=nosync", "read-only=1", "completion-type=CHAIN")
	db := pool(t, s.DSN())
	_, err := mysqlstore.Open(t.Context(), mysqlstore.Config{DB: db})
	require.ErrorIs(t, err, mysqlstore.ErrUnsafe)
	for _, says := range []string{
		"innodb_flush_log_at_trx_commit is 2: a crash loses commits", "sync_binlog is 0: a power cut loses commits", "binlog_format is STATEMENT",
		"innodb_doublewrite is OFF", "innodb_flush_method is nosync", "read_only is ON: it is a replica", "completion_type is CHAIN",
	} {
		assert.ErrorContains(t, err, says)
	}
	var n int
	require.NoError(t, db.QueryRow("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()").Scan(&n))
	assert.Zero(t, n, "tables were made")
}

// Without a binary log InnoDB shows a commit before it is durable: see
// TestWhatWasSeenOutlivesAKill.
func TestServerWithoutABinaryLogIsRefused(t *testing.T) {
	t.Parallel()
	s := mysqltest.New(t, "skip-log-bin")
	_, err := mysqlstore.Open(t.Context(), mysqlstore.Config{DB: pool(t, s.DSN())})
	require.ErrorIs(t, err, mysqlstore.ErrUnsafe)
	assert.ErrorContains(t, err, "log_bin is OFF")
	_, err = mysqlstore.Open(t.Context(), mysqlstore.Config{DB: pool(t, shared(t).DSN("sql_log_bin=0"))})
	require.ErrorIs(t, err, mysqlstore.ErrUnsafe)
	assert.ErrorContains(t, err, "sql_log_bin is OFF")
}

func TestConfigFaultsAreReportedTogether(t *testing.T) {
	_, err := mysqlstore.Open(t.Context(), mysqlstore.Config{Namespace: "ä", Table: "a;b", Keep: -1, Poll: -1, Timeout: -1, Stall: -1})
	for _, field := range []string{"DB", "Namespace", "Table", "Keep", "Poll", "Timeout", "Stall"} {
		assert.ErrorContains(t, err, "mysqlstore: "+field+":")
	}
}

func TestServerThatIsNotThereIsToldInTime(t *testing.T) {
	db, err := sql.Open("mysql", "root@unix(/nowhere)/test")
	require.NoError(t, err)
	defer db.Close()
	_, err = mysqlstore.Open(t.Context(), mysqlstore.Config{DB: db})
	assert.ErrorContains(t, err, "mysqlstore: open:")
}

func TestManyNodesCreateTheTablesAtOnce(t *testing.T) {
	db := pool(t, shared(t).DSN())
	run(t, db, "CREATE DATABASE shop")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := mysqlstore.Open(t.Context(), mysqlstore.Config{DB: db, Table: "shop.chat"})
			if assert.NoError(t, err) {
				assert.NoError(t, s.Close())
			}
		})
	}
	wg.Wait()
	run(t, db, "ALTER TABLE shop.chat COMMENT='switchboard schema 99'")
	_, err := mysqlstore.Open(t.Context(), mysqlstore.Config{DB: db, Table: "shop.chat"})
	assert.ErrorIs(t, err, mysqlstore.ErrNewer)
}

func TestTablesOfTheHostsOwnMakingServe(t *testing.T) {
	db, table := pool(t, shared(t).DSN("multiStatements=true")), freshTable()
	run(t, db, mysqlstore.Schema(table))
	put(t, openStore(t, mysqlstore.Config{DB: db, Table: table}), "a", "1")
}

func TestHostsPoolServesManyNamespaces(t *testing.T) {
	table := freshTable()
	a := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute})
	b := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute})
	same, err := a.Namespace(t.Context(), "main")
	require.NoError(t, err)
	assert.Same(t, a, same)
	var wg sync.WaitGroup
	for i := range 20 {
		name := fmt.Sprint("shop-", i)
		reader, err := a.Namespace(t.Context(), name)
		require.NoError(t, err)
		writer, err := b.Namespace(t.Context(), name)
		require.NoError(t, err)
		wg.Go(func() {
			for rs, err := range store.Follow(t.Context(), reader, 0, 0) {
				assert.NoError(t, err)
				assert.Equal(t, name, string(rs[0].Value))
				return
			}
		})
		wg.Go(func() { put(t, writer, "a", name) })
	}
	wg.Wait()
}

// A pool of one connection serves: nothing takes a second one while it has the first.
func TestPoolOfOneConnectionServes(t *testing.T) {
	db := pool(t, shared(t).DSN())
	db.SetMaxOpenConns(1)
	s := openStore(t, mysqlstore.Config{DB: db, Table: freshTable(), Timeout: time.Minute})
	rev := put(t, s, "a", "1")
	waited := make(chan error, 1)
	go func() { waited <- s.Wait(context.Background(), rev) }()
	put(t, s, "a", "2")
	assert.NoError(t, <-waited)
}

// Reads find their rows by an index, also in tables that the server has no statistics of.
func TestReadsUseTheirIndexes(t *testing.T) {
	db, table := pool(t, shared(t).DSN()), freshTable()
	s := openStore(t, mysqlstore.Config{DB: db, Table: table})
	for i := range 20 {
		b := store.Batch{}
		for n := range 50 {
			b.Put = append(b.Put, store.Record{Key: fmt.Sprintf("a/%d/%d", i, n), Value: []byte("x")})
		}
		_, err := s.Commit(t.Context(), b)
		require.NoError(t, err)
	}
	before := readRows(t, db)
	_, err := s.List(t.Context(), store.Range{Prefix: "a/", Limit: 5, Desc: true})
	require.NoError(t, err)
	_, err = s.Get(t.Context(), "a/1/1", "a/2/2", "a/3/3")
	require.NoError(t, err)
	_, head, err := s.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	put(t, s, "b", "1")
	_, _, err = s.Changes(t.Context(), head, 5)
	require.NoError(t, err)
	assert.Less(t, readRows(t, db)-before, 100, "rows were read")
}

// readRows is how many rows the server has read of this test's tables; nothing else runs beside a
// test that is not parallel.
func readRows(t *testing.T, db *sql.DB) int {
	var n int
	require.NoError(t, db.QueryRow("SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN "+
		"('HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_READ_KEY', 'HANDLER_READ_FIRST', 'HANDLER_READ_LAST')").Scan(&n))
	return n
}

func TestClosedStoreSaysSo(t *testing.T) {
	db := pool(t, shared(t).DSN())
	s, err := mysqlstore.Open(t.Context(), mysqlstore.Config{DB: db, Table: freshTable()})
	require.NoError(t, err)
	waited := make(chan error, 1)
	go func() { waited <- s.Wait(context.Background(), 0) }()
	require.NoError(t, s.Close())
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	assert.ErrorIs(t, err, mysqlstore.ErrClosed)
	assert.Error(t, <-waited)
	_, err = s.Namespace(t.Context(), "other")
	assert.ErrorIs(t, err, mysqlstore.ErrClosed)
	assert.NoError(t, db.Ping(), "the pool is the host's")
}

func TestSchemaHoldsThreeStatements(t *testing.T) {
	assert.Equal(t, 3, strings.Count(mysqlstore.Schema("shop.chat"), ";\n"))
	assert.Contains(t, mysqlstore.Schema(""), "CREATE TABLE IF NOT EXISTS switchboard_counter (")
}

func TestOpenMakesNoTableWhereItMayNot(t *testing.T) {
	db, table := pool(t, shared(t).DSN()), freshTable()
	c := mysqlstore.Config{DB: db, Table: table, NoCreate: true}
	_, err := mysqlstore.Open(t.Context(), c)
	require.ErrorIs(t, err, mysqlstore.ErrSchema)
	require.ErrorContains(t, err, `Schema("`+table+`")`, "it says what to run")
	for _, text := range strings.SplitAfter(mysqlstore.Schema(table), ";\n") {
		if strings.TrimSpace(text) != "" {
			run(t, db, text)
		}
	}
	openStore(t, c)
}

// An account of a shop whose migrations run with another one.
func TestAnAccountThatMayMakeNoTableWorksOnThoseThatAMigrationMade(t *testing.T) {
	owner, name := pool(t, shared(t).DSN()), freshTable()
	base := "b_" + name
	run(t, owner, "CREATE DATABASE "+base)
	run(t, owner, "CREATE USER '"+name+"'@'%', '"+name+"'@'localhost'")
	dsn := strings.Replace(shared(t).DSN(), "root@", name+"@", 1)
	dsn = strings.Replace(dsn, ")/test", ")/"+base, 1)
	for _, account := range []string{"'" + name + "'@'%'", "'" + name + "'@'localhost'"} {
		run(t, owner, "GRANT SELECT, INSERT, UPDATE, DELETE ON "+base+".* TO "+account)
	}
	seller := pool(t, dsn)
	for _, table := range []string{"line", base + ".line", "nowhere.line"} {
		for _, never := range []bool{true, false} {
			c := mysqlstore.Config{DB: seller, Table: table, NoCreate: never}
			_, err := mysqlstore.Open(t.Context(), c)
			require.ErrorIs(t, err, mysqlstore.ErrSchema, table)
			require.ErrorContains(t, err, `Schema("`+table+`")`, "it says what to run")
		}
	}
	for _, text := range strings.SplitAfter(mysqlstore.Schema(base+".line"), ";\n") {
		if strings.TrimSpace(text) != "" {
			run(t, owner, text)
		}
	}
	for _, table := range []string{"line", base + ".line"} {
		for _, never := range []bool{true, false} {
			s := openStore(t, mysqlstore.Config{DB: seller, Table: table, NoCreate: never})
			_, err := s.Commit(t.Context(), store.Batch{
				Put: []store.Record{{Key: "a", Value: []byte("1")}},
			})
			require.NoError(t, err)
			require.NoError(t, s.Close())
		}
	}
	accounts := "'" + name + "'@'%', '" + name + "'@'localhost'"
	for _, right := range []string{"DELETE", "UPDATE", "INSERT"} {
		run(t, owner, "REVOKE "+right+" ON "+base+".* FROM "+accounts)
		_, err := mysqlstore.Open(t.Context(), mysqlstore.Config{DB: pool(t, dsn), Table: "line"})
		require.ErrorIs(t, err, mysqlstore.ErrSchema, right)
		require.ErrorContains(t, err, right+" command denied")
		run(t, owner, "GRANT "+right+" ON "+base+".* TO "+accounts)
	}
}
