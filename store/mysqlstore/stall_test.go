package mysqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
)

// begun is a connection that has begun a transaction with the given statements.
func begun(t *testing.T, db *sql.DB, texts ...string) *sql.Conn {
	conn, err := db.Conn(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { _, _ = conn.ExecContext(context.Background(), "ROLLBACK"); _ = conn.Close() })
	for _, text := range append([]string{"START TRANSACTION"}, texts...) {
		_, err := conn.ExecContext(t.Context(), text)
		require.NoError(t, err)
	}
	return conn
}

const take = "UPDATE {t}_counter SET holder = CONNECTION_ID() * 2 + (holder + 1) % 2 WHERE namespace = 'main'"

func in(table string, texts ...string) []string {
	for i := range texts {
		texts[i] = strings.ReplaceAll(texts[i], "{t}", table)
	}
	return texts
}

func TestNodeThatStopsInATransactionLosesTheCounter(t *testing.T) {
	t.Parallel()
	db, table := pool(t, shared(t).DSN()), freshTable()
	s := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: time.Second})
	put(t, s, "a", "1")
	stopped := begun(t, db, in(table, take, "UPDATE {t} SET value = 'lost'")...)
	put(t, s, "b", "2")
	_, err := stopped.ExecContext(t.Context(), "COMMIT")
	assert.Error(t, err)
	rs, err := s.Get(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, "1", string(rs[0].Value))
}

// One transaction cannot wait for as long as it takes to be sure; the next ones go on from there.
func TestNodeThatStopsLosesTheCounterToManyWhoCannotWaitSoLong(t *testing.T) {
	t.Parallel()
	db, table := pool(t, shared(t).DSN()), freshTable()
	s := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: 2 * time.Second, Stall: 1700 * time.Millisecond})
	begun(t, db, in(table, take)...)
	eventually(t, func() bool {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b"}}})
		return err == nil
	})
}

// A node that stops between two statements of a commit keeps the counter, whichever they are.
func TestNodeThatStopsBetweenTwoStatementsLosesTheCounter(t *testing.T) {
	t.Parallel()
	for _, before := range []string{"(SELECT 0", "INSERT INTO", "UPDATE {t}_counter SET head", "COMMIT"} {
		r, table := newRelay(t), freshTable()
		stopped := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 10 * time.Second})
		other := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: time.Second})
		put(t, other, "a", "1")
		held := r.Stop(strings.ReplaceAll(before, "{t}", table))
		ended := make(chan error, 1)
		go func() {
			_, err := stopped.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b"}}})
			ended <- err
		}()
		<-held
		put(t, other, "a", "2")
		assert.Error(t, <-ended, before)
	}
}

// The same, where it has just made the counter of a database that went back to before there was
// one.
func TestNodeThatStopsWhenItHasMadeTheCounterLosesIt(t *testing.T) {
	t.Parallel()
	r, table, db := newRelay(t), freshTable(), pool(t, shared(t).DSN())
	stopped := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 10 * time.Second})
	other := openStore(t, mysqlstore.Config{DB: db, Table: table, Timeout: time.Minute, Stall: time.Second})
	run(t, db, in(table, "DELETE FROM {t}_counter")...)
	made := r.Stop("INSERT IGNORE", "UPDATE")
	ended := make(chan error, 1)
	go func() {
		_, err := stopped.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b"}}})
		ended <- err
	}()
	<-made
	put(t, other, "a", "2")
	assert.Error(t, <-ended)
}

// A connection that dies in the middle of a statement leaves the server waiting for the rest of it.
func TestNodeThatIsCutOffInAWriteLosesTheCounter(t *testing.T) {
	t.Parallel()
	r, table := newRelay(t), freshTable()
	cutOff := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 10 * time.Second})
	other := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: time.Second})
	put(t, cutOff, "a", "1")
	cut := r.CutAfter(4096)
	ended := make(chan error, 1)
	go func() {
		_, err := cutOff.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b", Value: make([]byte, 100_000)}}})
		ended <- err
	}()
	<-cut
	put(t, other, "a", "2") // while the other end of the relay is still open
	assert.ErrorIs(t, <-ended, mysqlstore.ErrNotCommitted)
	rs, err := other.Get(t.Context(), "b")
	require.NoError(t, err)
	assert.Empty(t, rs)
	put(t, cutOff, "a", "3")
}

func TestNodeThatIsAtWorkKeepsTheCounter(t *testing.T) {
	t.Parallel()
	db, table := pool(t, shared(t).DSN()), freshTable()
	s := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: 2 * time.Second})
	busy := begun(t, db, in(table, take)...)
	worked := make(chan error, 1)
	go func() {
		_, err := busy.ExecContext(t.Context(), "SELECT SLEEP(6) AS "+table)
		if err == nil {
			_, err = busy.ExecContext(t.Context(), "ROLLBACK")
		}
		worked <- err
	}()
	eventually(t, func() bool { return running(t, db, "SELECT SLEEP(6) AS "+table) })
	put(t, s, "a", "1")
	assert.NoError(t, <-worked)
}

func TestWhoKeepsTheCounterIsTold(t *testing.T) {
	t.Parallel()
	db, table := pool(t, shared(t).DSN()), freshTable()
	s := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: 10 * time.Second, Stall: 500 * time.Millisecond})
	backup := begun(t, db, in(table, "SELECT * FROM {t}_counter FOR UPDATE")...)
	_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	assert.ErrorIs(t, err, mysqlstore.ErrNotCommitted)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.ErrorContains(t, err, "locked by a transaction that is no node's")
	_, err = backup.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	put(t, s, "a", "1")
}

// An account that may not end the others' connections says so.
func TestHolderOfAnotherAccountIsTold(t *testing.T) {
	t.Parallel()
	db, table := pool(t, shared(t).DSN()), freshTable()
	openStore(t, mysqlstore.Config{DB: db, Table: table})
	run(t, db, "CREATE USER IF NOT EXISTS shop@localhost", "GRANT SELECT, INSERT, UPDATE, DELETE ON test.* TO shop@localhost")
	dsn := "shop" + strings.TrimPrefix(shared(t).DSN(), "root") // it may not create tables either, and needs not
	s := openStore(t, mysqlstore.Config{DB: pool(t, dsn), Table: table, Timeout: 10 * time.Second, Stall: 500 * time.Millisecond})
	put(t, s, "a", "1")
	other := begun(t, db, in(table, take)...)
	_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	assert.ErrorContains(t, err, "is of another account")
	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	own := begun(t, pool(t, dsn), in(table, take)...) // its own it may end
	patient := openStore(t, mysqlstore.Config{DB: pool(t, dsn), Table: table, Timeout: time.Minute, Stall: time.Second})
	put(t, patient, "a", "2")
	_, err = own.ExecContext(t.Context(), "COMMIT")
	assert.Error(t, err)
}

func number(t *testing.T, err error) uint16 {
	var e *mysql.MySQLError
	require.ErrorAs(t, err, &e)
	return e.Number
}

// A lock that is not given fails its statement and leaves the transaction open; the store ends it.
func TestLockThatIsNotGivenWritesNothing(t *testing.T) {
	t.Parallel()
	db, table := pool(t, shared(t).DSN()), freshTable()
	own := pool(t, shared(t).DSN("innodb_lock_wait_timeout=1"))
	s := openStore(t, mysqlstore.Config{DB: own, Table: table, Timeout: time.Minute, Stall: 20 * time.Second})
	put(t, s, "b", "1")
	other := begun(t, db, in(table, "UPDATE {t} SET value = 'x' WHERE namespace = 'main' AND `key` = 'b'")...)
	_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}, Delete: []string{"b"}}) // a is written, b is not to be had
	assert.ErrorIs(t, err, mysqlstore.ErrNotCommitted)
	assert.EqualValues(t, 1205, number(t, err))
	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	put(t, s, "c", "1") // on the same connection, whose transaction is a new one
	rs, err := s.Get(t.Context(), "a", "b", "c")
	require.NoError(t, err)
	assert.Len(t, rs, 2)
}

func TestDeadlockWritesNothing(t *testing.T) {
	t.Parallel()
	db, table := pool(t, shared(t).DSN()), freshTable()
	s := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: 20 * time.Second})
	put(t, s, "b", "1")
	heavy := []string{"UPDATE {t} SET value = 'x' WHERE namespace = 'main' AND `key` = 'b'"} // the server gives up the lighter transaction
	for i := range 300 {
		heavy = append(heavy, fmt.Sprintf("INSERT INTO {t} VALUES ('other', '%d', 1, '')", i))
	}
	other := begun(t, db, in(table, heavy...)...)
	ended := make(chan error, 1)
	go func() {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}, Delete: []string{"b"}})
		ended <- err
	}()
	eventually(t, func() bool { return running(t, db, "DELETE FROM "+table+" %") }) // it has the counter and waits for b
	_, err := other.ExecContext(t.Context(), in(table, "UPDATE {t}_counter SET head = head")[0])
	require.NoError(t, err)
	err = <-ended
	assert.ErrorIs(t, err, mysqlstore.ErrNotCommitted)
	assert.EqualValues(t, 1213, number(t, err))
	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	rs, err := s.Get(t.Context(), "a", "b")
	require.NoError(t, err)
	assert.Len(t, rs, 1)
	put(t, s, "a", "1")
}

// running tells whether a connection has begun a statement that is like text.
func running(t *testing.T, db *sql.DB, text string) bool {
	var n int
	err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE COMMAND = 'Query' AND INFO LIKE ?", text).Scan(&n)
	return err == nil && n == 1
}
