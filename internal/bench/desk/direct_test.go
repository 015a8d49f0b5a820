package desk

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/switchboard-go/switchboard/store"
)

// tables is the schema of sqlitestore, without its namespaces' names.
const tables = `
CREATE TABLE namespaces (id INTEGER PRIMARY KEY, head INTEGER NOT NULL, floor INTEGER NOT NULL) STRICT;
CREATE TABLE records (ns INTEGER NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (ns, key)) WITHOUT ROWID, STRICT;
CREATE INDEX records_rev ON records (ns, rev);
CREATE TABLE deleted (ns INTEGER NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (ns, key)) WITHOUT ROWID, STRICT;
CREATE INDEX deleted_rev ON deleted (ns, rev);
INSERT INTO namespaces VALUES (1, 0, 0);`

func open(t *testing.T) *sql.DB {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "direct.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	db.SetMaxOpenConns(1)
	_, err = db.Exec(tables)
	require.NoError(t, err)
	return db
}

// direct issues the statements of the batches from one goroutine, so many batches in a transaction, and answers how many
// batches a second that were.
func direct(t *testing.T, batches []store.Batch, group int) speed {
	db := open(t)
	prepare := func(text string) *sql.Stmt {
		s, err := db.Prepare(text)
		require.NoError(t, err)
		return s
	}
	heads := prepare(`SELECT head, floor FROM namespaces WHERE id = ?`)
	revs := prepare(`SELECT key, rev FROM records WHERE ns = ? AND key IN (SELECT value FROM json_each(?))`)
	put := prepare(`INSERT INTO records (ns, key, rev, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET rev = excluded.rev, value = excluded.value`)
	forget := prepare(`DELETE FROM deleted WHERE ns = ? AND key = ?`)
	move := prepare(`UPDATE namespaces SET head = ?, floor = ? WHERE id = ?`)
	trim := prepare(`DELETE FROM deleted WHERE (ns, key) IN (SELECT ns, key FROM deleted WHERE ns = ? AND rev <= ? LIMIT 1000)`)
	return measure(len(batches), func() {
		for at := 0; at < len(batches); at += group {
			tx, err := db.Begin()
			require.NoError(t, err)
			var head, floor int64
			require.NoError(t, tx.Stmt(heads).QueryRow(1).Scan(&head, &floor))
			for _, b := range batches[at:min(at+group, len(batches))] {
				head++
				known := check(t, tx.Stmt(revs), b)
				for _, r := range b.Put {
					_, err := tx.Stmt(put).Exec(1, r.Key, head, r.Value)
					require.NoError(t, err)
					if known[r.Key] == 0 {
						_, err = tx.Stmt(forget).Exec(1, r.Key)
						require.NoError(t, err)
					}
				}
			}
			_, err = tx.Stmt(move).Exec(head, floor, 1)
			require.NoError(t, err)
			_, err = tx.Stmt(trim).Exec(1, floor)
			require.NoError(t, err)
			require.NoError(t, tx.Commit())
		}
	})
}

// check reads the revisions of all keys of a batch, as a store must to check its conditions.
func check(t *testing.T, revs *sql.Stmt, b store.Batch) map[string]int64 {
	var all []string
	for _, c := range b.If {
		all = append(all, c.Key)
	}
	for _, r := range b.Put {
		all = append(all, r.Key)
	}
	list, err := json.Marshal(all)
	require.NoError(t, err)
	rows, err := revs.Query(1, string(list))
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	known := map[string]int64{}
	for rows.Next() {
		var key string
		var rev int64
		require.NoError(t, rows.Scan(&key, &rev))
		known[key] = rev
	}
	require.NoError(t, rows.Err())
	return known
}

// inserts writes each batch's timeline entry, one a transaction, and answers how many a second that were.
func inserts(t *testing.T, batches []store.Batch) speed {
	db := open(t)
	put, err := db.Prepare(`INSERT INTO records (ns, key, rev, value) VALUES (1, ?, 1, ?)`)
	require.NoError(t, err)
	return measure(len(batches), func() {
		for _, b := range batches {
			for _, r := range b.Put {
				if strings.HasPrefix(r.Key, "timeline/") {
					_, err := put.Exec(r.Key, r.Value)
					require.NoError(t, err)
				}
			}
		}
	})
}
