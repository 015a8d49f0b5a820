package desk

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// TestATableOfAYearIsAsFastAsOneOfADay is the same with two tables of one server, and a tenth of the entries, because
// loading them takes longer.
func TestATableOfAYearIsAsFastAsOneOfADay(t *testing.T) {
	long(t)
	past := pastEntries()
	if *entries == 0 {
		past /= 10
	}
	c := pgtest.New(t)
	table := func(name string) opener {
		return func(t *testing.T) closer {
			s, err := pgstore.Open(t.Context(), pgstore.Config{URL: c.URL(), Table: name})
			require.NoError(t, err)
			return s
		}
	}
	compare(t, [2]opener{table("young"), table("old")}, func() {
		conn, err := pgx.Connect(t.Context(), c.URL())
		require.NoError(t, err)
		ageTable(t, conn, "young", past/year)
		began := time.Now()
		n := ageTable(t, conn, "old", past)
		var size string
		require.NoError(t, conn.QueryRow(t.Context(), `SELECT pg_size_pretty(pg_total_relation_size('old'))`).Scan(&size))
		t.Logf("%d entries of %d past sessions loaded in %v: %s with its indexes", past, n, time.Since(began).Round(time.Second), size)
		require.NoError(t, conn.Close(t.Context()))
	})
}

// ageTable is age by statements: each copies the first session, with all records that belong to it, so many times.
func ageTable(t *testing.T, conn *pgx.Conn, table string, entries int) (sessions int) {
	ctx := t.Context()
	var session, value string
	require.NoError(t, conn.QueryRow(ctx, `SELECT substr(key, 9), convert_from(value, 'UTF8') FROM `+table+` WHERE key LIKE 'session/%' LIMIT 1`).Scan(&session, &value))
	_, rest, _ := strings.Cut(value, `"visitor":"`)
	visitor, _, _ := strings.Cut(rest, `"`)
	_, err := conn.Exec(ctx, `CREATE TABLE template_`+table+` AS SELECT key, convert_from(value, 'UTF8') AS value FROM `+table+`
		WHERE position('`+session+`' IN key) > 0 OR position('`+visitor+`' IN key) > 0`)
	require.NoError(t, err)
	var each int
	require.NoError(t, conn.QueryRow(ctx, `SELECT count(*) FROM template_`+table+` WHERE key LIKE 'timeline/%'`).Scan(&each))
	require.Greater(t, each, 40)
	copied := func(column string) string { // as another session of another visitor on another day
		for was, is := range map[string]string{
			session:                               "'" + session[:4] + "' || mark || '" + session[20:] + "'",
			visitor:                               "'" + visitor[:4] + "' || mark || '" + visitor[20:] + "'",
			time.Now().UTC().Format("2006-01-02"): "to_char(day, 'YYYY-MM-DD')",
			time.Now().UTC().Format("20060102"):   "to_char(day, 'YYYYMMDD')",
		} {
			column = "replace(" + column + ", '" + was + "', " + is + ")"
		}
		return column
	}
	for sessions*each < entries {
		n := min(1000, (entries-sessions*each+each-1)/each)
		_, err := conn.Exec(ctx, `
			WITH copies AS (
				SELECT i, substr(md5(i::text), 1, 16) AS mark, current_date - 1 - i % 365 AS day FROM generate_series($1::int, $2::int) i
			), head AS (
				UPDATE `+table+`_counter SET head = head + $2 - $1 + 1 RETURNING namespace, head - $2 AS base
			)
			INSERT INTO `+table+` SELECT namespace, `+copied("key")+`, base + i, convert_to(`+copied("value")+`, 'UTF8')
			FROM template_`+table+` CROSS JOIN copies CROSS JOIN head`, sessions+1, sessions+n)
		require.NoError(t, err)
		sessions += n
	}
	_, err = conn.Exec(ctx, `VACUUM ANALYZE `+table) // as the server has done many times in a year
	require.NoError(t, err)
	return sessions
}
