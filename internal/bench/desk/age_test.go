package desk

import (
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/switchboard-go/switchboard/store"
)

var minted = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz") // as ids are

// age copies the first session of the file, with all records that belong to it, until there are so many past entries. Each
// copy has ids of its own and ended on one of the days of the year before.
func age(t *testing.T, path string, entries int) (sessions int) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-262144)&_txlock=immediate")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	session, visitor, template := first(t, db)
	each := 0
	for _, r := range template {
		if strings.HasPrefix(r.Key, "timeline/") {
			each++
		}
	}
	require.Greater(t, each, 40)
	var head int64
	require.NoError(t, db.QueryRow(`SELECT head FROM namespaces`).Scan(&head))
	today := time.Now().UTC().Format("2006-01-02")
	for sessions*each < entries {
		tx, err := db.Begin()
		require.NoError(t, err)
		put, err := tx.Prepare(`INSERT INTO records (ns, key, rev, value) SELECT id, ?, ?, ? FROM namespaces`)
		require.NoError(t, err)
		for range min(1000, (entries-sessions*each+each-1)/each) {
			sessions++
			// Minted ids are random: the copies are spread over the table as the sessions of a year are.
			random := sha256.Sum256(strconv.AppendInt(nil, int64(sessions), 10))
			mark := minted.EncodeToString(random[:10])
			day := time.Now().UTC().AddDate(0, 0, -1-sessions%365).Format("2006-01-02")
			copied := strings.NewReplacer(session, session[:4]+mark+session[20:], visitor, visitor[:4]+mark+visitor[20:],
				today, day, strings.ReplaceAll(today, "-", ""), strings.ReplaceAll(day, "-", ""))
			head++
			for _, r := range template {
				_, err := put.Exec(copied.Replace(r.Key), head, []byte(copied.Replace(string(r.Value))))
				require.NoError(t, err)
			}
		}
		_, err = tx.Exec(`UPDATE namespaces SET head = ?, floor = max(0, ? - 1000000)`, head, head)
		require.NoError(t, err)
		require.NoError(t, tx.Commit())
	}
	require.NoError(t, db.Close())
	return sessions
}

// first is the first session of the file, its visitor, and all records that name either.
func first(t *testing.T, db *sql.DB) (session, visitor string, template []store.Record) {
	var value string
	require.NoError(t, db.QueryRow(`SELECT substr(key, 9), value FROM records WHERE key LIKE 'session/%'`).Scan(&session, &value))
	_, rest, _ := strings.Cut(value, `"visitor":"`)
	visitor, _, _ = strings.Cut(rest, `"`)
	rows, err := db.Query(`SELECT key, value FROM records WHERE key LIKE '%'||?||'%' OR key LIKE '%'||?||'%' ORDER BY key`, session, visitor)
	require.NoError(t, err)
	for rows.Next() {
		var r store.Record
		require.NoError(t, rows.Scan(&r.Key, &r.Value))
		template = append(template, r)
	}
	require.NoError(t, rows.Err())
	require.NoError(t, rows.Close())
	return session, visitor, template
}
