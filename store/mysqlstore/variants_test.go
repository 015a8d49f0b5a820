package mysqlstore_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// variant is mysqlstore with a Commit that many would write, on a table v of its own. It must be
// rejected.
type variant struct {
	*mysqlstore.Store
	db        *sql.DB
	namespace string
	isolation string
	increment bool // AUTO_INCREMENT gives the revision, and nothing is locked
	lookFirst bool // what is there is looked at before the counter is locked
	keys      string
}

func (v variant) Commit(ctx context.Context, b store.Batch) (rev store.Rev, err error) {
	conn, err := v.db.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	defer func() { _, _ = conn.ExecContext(ctx, "ROLLBACK") }()
	exec := func(text string, args ...any) {
		if err == nil {
			_, err = conn.ExecContext(ctx, text, args...)
		}
	}
	scan := func(to any, text string, args ...any) {
		if err == nil {
			err = conn.QueryRowContext(ctx, text, args...).Scan(to)
		}
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
	}
	exec("SET TRANSACTION ISOLATION LEVEL " + v.isolation)
	exec("START TRANSACTION")
	if v.lookFirst {
		var n int
		scan(&n, "SELECT COUNT(*) FROM v_done WHERE namespace = ?", v.namespace) // to see whether it was done already: makes the snapshot
	}
	if !v.increment {
		scan(&rev, "SELECT head FROM v_counter WHERE namespace = ? FOR UPDATE", v.namespace)
		rev++
	} else if err == nil {
		var result sql.Result
		if result, err = conn.ExecContext(ctx, "INSERT INTO v_revs () VALUES ()"); err == nil {
			var id int64
			id, err = result.LastInsertId()
			rev = store.Rev(id)
		}
	}
	for _, c := range b.If {
		var is store.Rev
		scan(&is, "SELECT rev FROM "+v.keys+" WHERE namespace = ? AND `key` = ?", v.namespace, c.Key)
		if err == nil && is != c.Rev {
			return 0, store.ErrConflict
		}
	}
	for _, r := range b.Put {
		exec("INSERT INTO "+v.keys+" VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE rev = VALUES(rev), value = VALUES(value)", v.namespace, r.Key, rev, append([]byte{}, r.Value...))
	}
	for _, k := range b.Delete {
		exec("DELETE FROM "+v.keys+" WHERE namespace = ? AND `key` = ?", v.namespace, k)
	}
	exec("UPDATE v_counter SET head = GREATEST(head, ?) WHERE namespace = ?", rev, v.namespace)
	exec("COMMIT")
	return rev, err
}

func (v variant) rows(ctx context.Context, text string, args ...any) (rs []store.Record, err error) {
	rows, err := v.db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r store.Record
		if err := rows.Scan(&r.Key, &r.Rev, &r.Value); err != nil {
			return nil, err
		}
		rs = append(rs, r)
	}
	return rs, rows.Err()
}

func (v variant) Get(ctx context.Context, keys ...string) (rs []store.Record, err error) {
	for _, k := range keys {
		some, err := v.rows(ctx, "SELECT `key`, rev, value FROM "+v.keys+" WHERE namespace = ? AND `key` = ?", v.namespace, k)
		if err != nil {
			return nil, err
		}
		rs = append(rs, some...)
	}
	return rs, nil
}

func (v variant) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	from, to := r.Bounds()
	order := map[bool]string{true: "DESC"}[r.Desc]
	return v.rows(ctx, fmt.Sprintf("SELECT `key`, rev, value FROM %s WHERE namespace = ? AND `key` >= ? AND `key` < ? ORDER BY `key` %s LIMIT %d", v.keys, order, r.Limit), v.namespace, from, to)
}

// Changes of AUTO_INCREMENT asks no counter for the head.
func (v variant) Changes(ctx context.Context, after store.Rev, limit int) (rs []store.Record, upTo store.Rev, err error) {
	if limit == 0 {
		err := v.db.QueryRowContext(ctx, "SELECT head FROM v_counter WHERE namespace = ?", v.namespace).Scan(&upTo)
		return nil, upTo, err
	}
	rs, err = v.rows(ctx, "SELECT `key`, rev, value FROM "+v.keys+" WHERE namespace = ? AND rev > ? ORDER BY rev, `key` LIMIT ?", v.namespace, after, limit)
	upTo = after
	if len(rs) > 0 {
		upTo = rs[len(rs)-1].Rev
	}
	return rs, upTo, err
}

// Wait makes Follow ask at once.
func (v variant) Wait(context.Context, store.Rev) error { return nil }

var variantTables = []string{
	"CREATE TABLE IF NOT EXISTS v_counter (namespace VARBINARY(255) PRIMARY KEY, head BIGINT NOT NULL)",
	"CREATE TABLE IF NOT EXISTS v_done (namespace VARBINARY(255) PRIMARY KEY)",
	"CREATE TABLE IF NOT EXISTS v_revs (id BIGINT AUTO_INCREMENT PRIMARY KEY)",
	"CREATE TABLE IF NOT EXISTS v (namespace VARBINARY(255), `key` VARBINARY(255), rev BIGINT, value MEDIUMBLOB, PRIMARY KEY (namespace, `key`), KEY (namespace, rev))",
	"CREATE TABLE IF NOT EXISTS v_folded (namespace VARBINARY(255), `key` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, rev BIGINT, value MEDIUMBLOB, PRIMARY KEY (namespace, `key`))",
	"CREATE TABLE IF NOT EXISTS v_short (namespace VARBINARY(255), `key` VARBINARY(100), rev BIGINT, value BLOB, PRIMARY KEY (namespace, `key`))",
}

var runs atomic.Int64

// rejected runs the suite on a variant and returns what it says about each property.
func rejected(t *testing.T, v variant, only ...string) map[string]string {
	db := pool(t, shared(t).DSN("sql_mode=''"))
	db.SetMaxOpenConns(16)
	run(t, db, variantTables...)
	v.db = db
	if v.keys == "" {
		v.keys = "v"
	}
	faults := storetest.Check(storetest.Config{
		Only: only,
		Open: func(tb testing.TB, namespace string) store.Store {
			v := v
			v.namespace = fmt.Sprint(runs.Add(1), ".", namespace)
			_, err := db.Exec("INSERT INTO v_counter VALUES (?, 0)", v.namespace)
			if err != nil {
				tb.Fatal(err)
			}
			return v
		},
	})
	says := map[string]string{}
	for _, f := range faults {
		says[f.Property] += f.Detail
	}
	return says
}

// The snapshot of REPEATABLE READ, both servers' default, is older than the lock when anything was
// read before it.
func TestSnapshotOlderThanTheLockIsRejected(t *testing.T) {
	says := rejected(t, variant{isolation: "REPEATABLE READ", lookFirst: true}, "CapacityIsNeverExceeded", "EveryIncrementCounts")
	assert.Contains(t, says["CapacityIsNeverExceeded"], "capacity 5")
	require.Empty(t, rejected(t, variant{isolation: "READ COMMITTED", lookFirst: true}, "CapacityIsNeverExceeded"), "with a snapshot for each statement it is right")
}

func TestAutoIncrementIsRejected(t *testing.T) {
	says := rejected(t, variant{isolation: "READ COMMITTED", increment: true}, "FeedUnderManyWritersLosesNothing", "CapacityIsNeverExceeded")
	assert.Contains(t, says["FeedUnderManyWritersLosesNothing"], "lost")
	assert.NotEmpty(t, says["CapacityIsNeverExceeded"])
}

func TestCollationIsRejected(t *testing.T) {
	says := rejected(t, variant{isolation: "READ COMMITTED", keys: "v_folded"}, "KeysSortAsBytes", "ListPagesBothWays")
	assert.NotEmpty(t, says["KeysSortAsBytes"])
}

func TestColumnsThatCutAreRejected(t *testing.T) {
	says := rejected(t, variant{isolation: "READ COMMITTED", keys: "v_short"}, "LimitsAreHeld")
	assert.NotEmpty(t, says["LimitsAreHeld"])
}
