package pgstore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// by is a connection of a role.
func by(t *testing.T, role string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(t.Context(), roleURL(t, role))
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close(t.Context()) })
	return c
}

// roleURL is the cluster's, for a role; "" is who owns everything.
func roleURL(t *testing.T, role string) string {
	t.Helper()
	url := shared(t).URL()
	if role == "" {
		return url
	}
	at, rest, ok := strings.Cut(url, "@")
	require.True(t, ok, url)
	return at[:strings.Index(at, "//")+2] + role + "@" + rest
}

func TestARoleThatMayMakeNoTableWorksOnThoseThatAMigrationMade(t *testing.T) {
	owner := by(t, "")
	chats, seller := freshTable(), "seller_"+freshTable()
	as := strings.NewReplacer("chats", chats, "seller", seller)
	run := func(text string) {
		t.Helper()
		_, err := owner.Exec(t.Context(), as.Replace(text), pgx.QueryExecModeSimpleProtocol)
		require.NoError(t, err, text)
	}
	run("CREATE ROLE seller LOGIN; CREATE SCHEMA chats; GRANT USAGE ON SCHEMA chats TO seller; REVOKE CREATE ON SCHEMA public FROM PUBLIC")
	open := func(table string, never bool) error {
		s, err := pgstore.Open(t.Context(), pgstore.Config{URL: roleURL(t, seller), Table: as.Replace(table), NoCreate: never})
		if err == nil {
			_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a", Value: []byte("1")}}})
			require.NoError(t, s.Close())
		}
		return err
	}
	for _, never := range []bool{true, false} {
		for _, table := range []string{"chats.line", "nowhere.line", "line"} {
			err := open(table, never)
			require.ErrorIs(t, err, pgstore.ErrSchema, table)
			require.ErrorContains(t, err, `Schema("`+as.Replace(table)+`")`, "it says what to run")
		}
	}
	for range 2 { // a migration that is run again changes nothing
		run("BEGIN; " + pgstore.Schema("chats.line") + " COMMIT")
	}
	for _, grant := range []string{"SELECT", "INSERT, UPDATE"} {
		run("GRANT " + grant + " ON ALL TABLES IN SCHEMA chats TO seller")
		err := open("chats.line", true)
		require.ErrorIs(t, err, pgstore.ErrSchema, "before anybody works with it")
		require.ErrorContains(t, err, as.Replace("DELETE on chats.line, "))
		require.Equal(t, grant == "SELECT", strings.Contains(err.Error(), as.Replace("INSERT on chats.line_counter")))
	}
	run("GRANT DELETE ON chats.line, chats.line_deleted TO seller")
	require.NoError(t, open("chats.line", true))
	require.NoError(t, open("chats.line", false))
	run("COMMENT ON TABLE chats.line IS 'switchboard schema 1'")
	require.ErrorContains(t, open("chats.line", true), "older release")
	run(pgstore.Schema("chats.line"))
	require.NoError(t, open("chats.line", true))
}

// A node that starts beside others runs the schema over tables that are in use: it waits for a
// commit that has the counter.
func TestASchemaRunOverTablesInUseWaitsForACommit(t *testing.T) {
	n := node{table: freshTable()}
	n.open(t, "shop")
	writer, migration := by(t, ""), by(t, "")
	run := func(text string) {
		t.Helper()
		_, err := writer.Exec(t.Context(), strings.ReplaceAll(text, "TABLE", n.table), pgx.QueryExecModeSimpleProtocol)
		require.NoError(t, err)
	}
	run("BEGIN; SELECT head FROM TABLE_counter FOR UPDATE")
	migrated := make(chan error, 1)
	go func() {
		_, err := migration.Exec(t.Context(), "BEGIN; "+pgstore.Schema(n.table)+" COMMIT", pgx.QueryExecModeSimpleProtocol)
		migrated <- err
	}()
	require.Eventually(t, func() bool {
		var waits bool
		require.NoError(t, writer.QueryRow(t.Context(), "SELECT cardinality(pg_blocking_pids($1)) > 0", migration.PgConn().PID()).Scan(&waits))
		return waits
	}, time.Minute, 10*time.Millisecond)
	run("INSERT INTO TABLE VALUES ('shop', 'k', 1, ''); INSERT INTO TABLE_deleted VALUES ('shop', 'l', 1); COMMIT")
	require.NoError(t, <-migrated)
}

func TestWhatSchemaReturnsIsWhatOpenMakes(t *testing.T) {
	owner := by(t, "")
	shape := func(schema string) string {
		var all string
		require.NoError(t, owner.QueryRow(t.Context(), `SELECT string_agg(x, E'\n' ORDER BY x) FROM (
			SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') x
				FROM information_schema.columns WHERE table_schema = $1
			UNION ALL SELECT replace(indexdef, $1 || '.', '') FROM pg_indexes WHERE schemaname = $1
			UNION ALL SELECT relname || array_to_string(reloptions, ',') FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind = 'r'
		) s`, schema).Scan(&all))
		return all
	}
	a, b := freshTable(), freshTable()
	_, err := owner.Exec(t.Context(), "CREATE SCHEMA "+a+"; CREATE SCHEMA "+b+"; "+pgstore.Schema(a+".switchboard"), pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
	s, err := pgstore.Open(t.Context(), pgstore.Config{URL: roleURL(t, ""), Table: b + ".switchboard"})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NotEmpty(t, shape(a))
	require.Equal(t, shape(a), shape(b))
	require.Equal(t, pgstore.Schema("switchboard"), pgstore.Schema(""))
}
