package mysqlstore_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// A host may set anything in its DSN. Affected rows are counted otherwise, nothing is strict, every
// transaction and even every SELECT begins as the host likes it, and answers are cut.
func TestNoSettingOfTheHostsSessionsMatters(t *testing.T) {
	shared(t)
	transactions := []string{"NoAutocommit", "Dirty", "Serializable", "ReadOnly", "LocksGivenUp"}
	for name, params := range map[string][]string{
		"RowsFound":       {"clientFoundRows=true", "interpolateParams=true"},
		"NoAutocommit":    {"autocommit=0"},
		"Dirty":           {"tx_isolation='READ-UNCOMMITTED'"},
		"Serializable":    {"tx_isolation='SERIALIZABLE'"},
		"ReadOnly":        {"tx_read_only=1"},
		"NotStrict":       {"sql_mode=''"},
		"Ansi":            {"sql_mode='ANSI,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,STRICT_ALL_TABLES'"},
		"CutAnswers":      {"sql_select_limit=1"},
		"SafeUpdates":     {"sql_safe_updates=1"},
		"OldCharacters":   {"charset=latin1"},
		"OtherCollation":  {"collation=utf8mb4_turkish_ci"},
		"TimesAreParsed":  {"parseTime=true", "loc=Local"},
		"LocksGivenUp":    {"innodb_lock_wait_timeout=60"},
		"ManyStatements":  {"multiStatements=true"},
		"SmallResultSets": {"sql_big_selects=0", "max_join_size=100000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := node{table: freshTable(), params: params}
			openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: n.table}) // makes the tables
			one := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN(params...)), Table: n.table})
			c := n.suite()
			c.Open = func(tb testing.TB, namespace string) store.Store { // Open takes its time
				s, err := one.Namespace(tb.Context(), namespaceOf(tb, namespace))
				require.NoError(tb, err)
				return s
			}
			c.Only = []string{
				"RoundTripKeepsEveryByte", "ManyKeysAreReadAtOnce", "LimitsAreHeld", "ConflictWritesNothing", "KeysSortAsBytes", "ListPagesBothWays",
				"FeedShowsPutsAndDeletes", "FeedKeepsCommitsWhole", "OldCursorIsRefused",
			}
			if full || slices.Contains(transactions, name) { // the others change no transaction
				c.Only = append(c.Only, "EveryIncrementCounts", "AgreesWithAModel")
			}
			storetest.Run(t, c)
		})
	}
}

func TestTablesThatFoldPadOrCutAreRefused(t *testing.T) {
	db := pool(t, shared(t).DSN("sql_mode=''"))
	for change, says := range map[string]string{
		"MODIFY `key` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL": `.key is "varchar 1020", not "varbinary 255"`, // A is a
		"MODIFY `key` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL":            `.key is "varchar 255", not "varbinary 255"`,  // pads with blanks
		"MODIFY `key` BINARY(255) NOT NULL":                                                   `.key is "binary 255", not "varbinary 255"`,   // pads with zero bytes
		"MODIFY `key` VARBINARY(200) NOT NULL":                                                `.key is "varbinary 200"`,                     // cuts
		"MODIFY value BLOB NOT NULL":                                                          `.value is "blob 65535"`,                      // cuts
		"MODIFY rev INT NOT NULL":                                                             `.rev is "int 0", not "bigint 0"`,
		"ENGINE=MyISAM":                                                                       `is in MyISAM, not in InnoDB`,
	} {
		table := freshTable()
		openStore(t, mysqlstore.Config{DB: db, Table: table})
		run(t, db, "ALTER TABLE "+table+" "+change)
		_, err := mysqlstore.Open(t.Context(), mysqlstore.Config{DB: db, Table: table})
		require.ErrorIs(t, err, mysqlstore.ErrSchema, change)
		assert.ErrorContains(t, err, says, change)
	}
}

// The columns tell apart what text columns take for one.
func TestKeysDifferByCaseAndTrailingBytes(t *testing.T) {
	db, table := pool(t, shared(t).DSN()), freshTable()
	openStore(t, mysqlstore.Config{DB: db, Table: table})
	run(t, db, "INSERT INTO "+table+" (namespace, `key`, rev, value) VALUES ('x','a',1,''),('x','A',1,''),('x','a ',1,''),('x','a\\0',1,'')")
	var n int
	require.NoError(t, db.QueryRow("SELECT COUNT(*) FROM "+table+" WHERE `key` = 'a'").Scan(&n))
	assert.Equal(t, 1, n)
}

// max_allowed_packet: the largest batches and groups go through one that is as small as can be; a
// smaller one is refused.
func TestStatementsFitASmallPacket(t *testing.T) {
	s := mysqltest.New(t, "max-allowed-packet=1M")
	st := openStore(t, mysqlstore.Config{DB: pool(t, s.DSN()), Timeout: time.Minute})
	var wg sync.WaitGroup
	for i := range 8 { // groups of several batches of 1 MiB
		wg.Go(func() {
			b := store.Batch{}
			for n := range 3 {
				b.Put = append(b.Put, store.Record{Key: fmt.Sprintf("%d/%d", i, n), Value: []byte(strings.Repeat("\xff'", store.MaxValue/2))})
			}
			_, err := st.Commit(t.Context(), b)
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	rs, err := st.List(t.Context(), store.Range{Limit: 99})
	require.NoError(t, err)
	require.Len(t, rs, 24)
	for _, r := range rs {
		assert.Len(t, r.Value, store.MaxValue)
	}
	run(t, pool(t, s.DSN()), "SET GLOBAL max_allowed_packet = 524288")
	_, err = mysqlstore.Open(t.Context(), mysqlstore.Config{DB: pool(t, s.DSN())})
	assert.ErrorIs(t, err, mysqlstore.ErrUnsafe)
	assert.ErrorContains(t, err, "max_allowed_packet")
	_, err = mysqlstore.Open(t.Context(), mysqlstore.Config{DB: pool(t, shared(t).DSN("maxAllowedPacket=100000"))}) // the driver's own
	assert.ErrorIs(t, err, mysqlstore.ErrUnsafe)
}

// wait_timeout: the server has closed what lies in the pool. Neither a read nor a commit notices.
func TestConnectionsThatTheServerClosedArePassedOver(t *testing.T) {
	db, admin := pool(t, shared(t).DSN()), pool(t, shared(t).DSN())
	s := openStore(t, mysqlstore.Config{DB: db, Table: freshTable()})
	for i := range 5 {
		var conns []*sql.Conn
		for range 4 { // the whole pool
			conn, err := db.Conn(t.Context())
			require.NoError(t, err)
			conns = append(conns, conn)
		}
		for _, conn := range conns {
			var id int
			require.NoError(t, conn.QueryRowContext(t.Context(), "SELECT CONNECTION_ID()").Scan(&id))
			run(t, admin, fmt.Sprint("KILL ", id))
		}
		for _, conn := range conns {
			require.NoError(t, conn.Close())
		}
		put(t, s, "a", fmt.Sprint(i))
		rs, err := s.Get(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprint(i), string(rs[0].Value))
	}
}

// Gap locks: at REPEATABLE READ two transactions that each delete what is not there and then insert
// lock the gap between them from each other, although they are of two namespaces. At READ COMMITTED
// they do not.
func TestNamespacesDoNotLockEachOthersGaps(t *testing.T) {
	db, table := pool(t, shared(t).DSN()), freshTable()
	openStore(t, mysqlstore.Config{DB: db, Table: table})
	deadlock := func(isolation string) bool {
		var errs [2]error
		ends := make(chan int, 2)
		first, err := db.Conn(t.Context())
		require.NoError(t, err)
		second, err := db.Conn(t.Context())
		require.NoError(t, err)
		defer first.Close()
		defer second.Close()
		exec := func(i int, text string) {
			conn := first
			if i == 1 {
				conn = second
			}
			if _, err := conn.ExecContext(t.Context(), strings.ReplaceAll(text, "{t}", table)); err != nil {
				errs[i] = err
			}
		}
		for i := range 2 {
			exec(i, "SET TRANSACTION ISOLATION LEVEL "+isolation)
			exec(i, "START TRANSACTION")
			exec(i, fmt.Sprintf("DELETE FROM {t} WHERE namespace = 'shop-%d' AND `key` IN ('a')", i))
		}
		for i := range 2 {
			go func() {
				exec(i, fmt.Sprintf("INSERT INTO {t} VALUES ('shop-%d', 'a', 1, '')", i))
				exec(i, "ROLLBACK")
				ends <- i
			}()
		}
		<-ends
		<-ends
		var e *mysql.MySQLError
		return errors.As(errors.Join(errs[:]...), &e) && e.Number == 1213
	}
	assert.True(t, deadlock("REPEATABLE READ"), "the trap is there")
	assert.False(t, deadlock("READ COMMITTED"))
}

func TestManyNamespacesCommitAtOnceWithoutADeadlock(t *testing.T) {
	db := pool(t, shared(t).DSN())
	db.SetMaxOpenConns(16)
	first := openStore(t, mysqlstore.Config{DB: db, Table: freshTable(), Timeout: time.Minute})
	var wg sync.WaitGroup
	for i := range 16 {
		s, err := first.Namespace(t.Context(), fmt.Sprint("shop-", i))
		require.NoError(t, err)
		wg.Go(func() {
			for n := range 30 {
				_, err := s.Commit(context.Background(), store.Batch{
					Put:    []store.Record{{Key: fmt.Sprint(n % 3), Value: []byte("x")}},
					Delete: []string{fmt.Sprint((n + 1) % 3), "never"},
				})
				if !assert.NoError(t, err) {
					return
				}
			}
		})
	}
	wg.Wait()
}
