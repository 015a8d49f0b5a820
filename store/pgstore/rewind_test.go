package pgstore_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

var copies atomic.Int64

// rewind copies the rows of a namespace and puts them back by a connection of its own, as a restore
// in place does.
func (n node) rewind(tb testing.TB, namespace string) (back func()) {
	name, copied := namespaceOf(tb, namespace), fmt.Sprintf("copy%d", copies.Add(1))
	tables := []string{n.table + "_counter", n.table, n.table + "_deleted"} // who commits takes the counter first
	run := func(text string) {
		tb.Helper()
		conn, err := pgx.Connect(tb.Context(), shared(tb).URL())
		require.NoError(tb, err)
		defer func() { require.NoError(tb, conn.Close(tb.Context())) }()
		text = strings.ReplaceAll(text, "NAME", "'"+name+"'")
		_, err = conn.Exec(tb.Context(), text, pgx.QueryExecModeSimpleProtocol)
		require.NoError(tb, err)
	}
	text := "BEGIN ISOLATION LEVEL REPEATABLE READ;"
	for i, table := range tables {
		text += fmt.Sprintf("CREATE TABLE %s_%d AS SELECT * FROM %s WHERE namespace = NAME;", copied, i, table)
	}
	run(text + "COMMIT")
	return func() {
		text := ""
		for i, table := range tables {
			text += fmt.Sprintf("DELETE FROM %s WHERE namespace = NAME; INSERT INTO %s SELECT * FROM %s_%d;", table, table, copied, i)
		}
		run(text)
	}
}

func TestADatabaseThatGoesBackUnderTwoDesksCorruptsNothing(t *testing.T) {
	shared(t)
	n := node{table: freshTable()}
	chattest.Rewind(t, func() store.Store { return n.open(t, "shop") }, func() func() { return n.rewind(t, "shop") })
}

func TestADatabaseThatWentBackToBeforeANamespaceHasItAgain(t *testing.T) {
	shared(t)
	n := node{table: freshTable()}
	n.open(t, "first")
	back := n.rewind(t, "second")
	second := n.open(t, "second")
	rev, err := second.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "k"}}})
	require.NoError(t, err)
	back()
	_, head, err := second.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Zero(t, head)
	_, _, err = second.Changes(t.Context(), rev, 10)
	require.ErrorIs(t, err, store.ErrRewound)
	require.ErrorIs(t, err, store.ErrCursor)
	_, err = second.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "k"}}})
	require.ErrorIs(t, err, store.ErrRewound, "once")
	again, err := second.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "k"}}})
	require.NoError(t, err)
	require.NotEqual(t, rev, again)
}

func TestTablesOfTheFirstVersionGoOn(t *testing.T) {
	n := node{table: freshTable()}
	conn, err := pgx.Connect(t.Context(), shared(t).URL())
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	n.open(t, "shop")
	_, err = conn.Exec(t.Context(), strings.NewReplacer("TABLE_", n.table+"_", "NAME", "'"+namespaceOf(t, "shop")+"'", "RECORDS", n.table).Replace(`
		ALTER TABLE TABLE_counter DROP COLUMN lineage;
		COMMENT ON TABLE RECORDS IS 'switchboard schema 1';
		UPDATE TABLE_counter SET head = 7 WHERE namespace = NAME;
		INSERT INTO RECORDS VALUES (NAME, 'k', 7, 'a');`), pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
	s := n.open(t, "shop")
	rs, upTo, err := s.Changes(t.Context(), 6, 10)
	require.NoError(t, err)
	require.Len(t, rs, 1)
	_, err = s.Commit(t.Context(), store.Batch{If: []store.Cond{{Key: "k", Rev: 7}}, Put: []store.Record{{Key: "k"}}})
	require.NoError(t, err)
	rs, _, err = s.Changes(t.Context(), upTo, 10)
	require.NoError(t, err)
	require.Len(t, rs, 1)
}

func TestAServerThatGoesBackUnderTwoDesksCorruptsNothing(t *testing.T) {
	if !full {
		t.Skip("SWITCHBOARD_FULL=1 starts a server again eighteen times, with two desks on it")
	}
	c := pgtest.New(t)
	chattest.Rewind(t, func() store.Store {
		s, err := pgstore.Open(t.Context(), pgstore.Config{URL: c.URL("pool_max_conns=4"), Timeout: 5 * time.Second})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, s.Close()) })
		return s
	}, func() func() { return c.Copy(t) })
}
