package pgstore_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// modes are pgx's ways to run a statement.
var modes = []string{"cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"}

// statements are the properties that use every statement.
var statements = []string{
	"RoundTripKeepsEveryByte", "ManyKeysAreReadAtOnce", "RecreatedRecordIsAnother", "ListPagesBothWays", "FeedShowsPutsAndDeletes",
	"CursorOutsideTheFeedIsRefused", "WaitReturnsOnNews", "AgreesWithAModel",
}

// races are those that a way to the server may lose.
var races = []string{"CapacityIsNeverExceeded", "UnknownOutcomeEndsOnce"}

// TestStoreKeepsItsPromisesInEveryModeOfPgx has the races in one mode, and in all of them with
// SWITCHBOARD_FULL=1.
func TestStoreKeepsItsPromisesInEveryModeOfPgx(t *testing.T) {
	shared(t)
	for _, mode := range modes {
		only := append(slices.Clone(statements), races...)
		if !full && mode == "cache_statement" {
			continue // pgx's default, in which the whole suite runs
		}
		if !full && mode != "simple_protocol" {
			only = statements // "exec" has its races behind the pooler
		}
		t.Run(mode, func(t *testing.T) {
			n := node{table: freshTable(), parameters: []string{"default_query_exec_mode=" + mode}}
			storetest.Run(t, storetest.Config{Open: n.open, Join: n.open, Only: only})
		})
	}
}

func TestStoreKeepsItsPromisesBehindAPoolerByTransaction(t *testing.T) {
	pooler := shared(t).Pooler(t, "transaction")
	ways := []string{"", "exec"} // the first is what a newcomer's URL says
	if full {
		ways = append(modes, "")
	}
	for _, mode := range ways {
		t.Run("mode "+mode, func(t *testing.T) {
			n := node{table: freshTable(), parameters: []string{pooler}}
			if mode != "" {
				n.parameters = append(n.parameters, "default_query_exec_mode="+mode)
			}
			storetest.Run(t, storetest.Config{Open: n.open, Join: n.open, Only: append(slices.Clone(statements), races...)})
		})
	}
}

func TestHostsPoolBehindAPoolerIsRefusedInTheModesThatFail(t *testing.T) {
	pooler := shared(t).Pooler(t, "transaction")
	for _, mode := range modes {
		pool, err := pgxpool.New(t.Context(), shared(t).URL(pooler, "default_query_exec_mode="+mode))
		require.NoError(t, err)
		defer pool.Close()
		s, err := pgstore.Open(t.Context(), pgstore.Config{Pool: pool, Table: freshTable(), Timeout: 10 * time.Second})
		if mode == "cache_statement" || mode == "describe_exec" {
			assert.ErrorIs(t, err, pgstore.ErrPooler, mode)
			assert.ErrorContains(t, err, "default_query_exec_mode=cache_describe", mode)
			continue
		}
		if assert.NoError(t, err, mode) {
			put(t, s, "a", "1")
			assert.NoError(t, s.Close())
		}
	}
}

func TestPoolerBySessionNeedsNothing(t *testing.T) {
	pooler := shared(t).Pooler(t, "session")
	pool, err := pgxpool.New(t.Context(), shared(t).URL(pooler))
	require.NoError(t, err)
	defer pool.Close()
	table := freshTable()
	s := openStore(t, pgstore.Config{Pool: pool, Table: table, Poll: time.Hour, Timeout: 10 * time.Second})
	hears(t, s, table)
}

func TestDirectWayToListenServesANodeBehindAPooler(t *testing.T) {
	pooler := shared(t).Pooler(t, "transaction")
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(pooler), ListenURL: shared(t).URL(), Table: table, Poll: time.Hour, Timeout: 10 * time.Second})
	hears(t, s, table)
}

func TestHostsPoolThatHearsForItselfDeafensNobody(t *testing.T) {
	config, err := pgxpool.ParseConfig(shared(t).URL())
	require.NoError(t, err)
	config.ConnConfig.OnNotification = func(*pgconn.PgConn, *pgconn.Notification) {}
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	defer pool.Close()
	table := freshTable()
	hears(t, openStore(t, pgstore.Config{Pool: pool, Table: table, Poll: time.Hour, Timeout: time.Minute}), table)
}

// hears requires that s, which does not look by itself, is told of what another node commits.
func hears(t *testing.T, s *pgstore.Store, table string) {
	other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Timeout: 10 * time.Second})
	watch := connect(t, shared(t).URL())
	head := put(t, other, "a", "0")
	for i := range 3 {
		waited := make(chan error, 1)
		go func() { waited <- s.Wait(t.Context(), head) }()
		require.Eventually(t, func() bool { return listeners(t, watch, table) == 1 }, 10*time.Second, 10*time.Millisecond)
		head = put(t, other, "a", fmt.Sprint(i))
		require.NoError(t, <-waited)
	}
}

func TestNodeBehindAPoolerLeavesNoListenerBehind(t *testing.T) {
	pooler := shared(t).Pooler(t, "transaction")
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(pooler), Table: table, Timeout: 10 * time.Second})
	other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Timeout: 10 * time.Second})
	head := put(t, other, "a", "0")
	for range 3 {
		waited := make(chan error, 1)
		go func() { waited <- s.Wait(t.Context(), head) }()
		head = put(t, other, "a", "1")
		require.NoError(t, <-waited) // it looks
	}
	assert.Zero(t, listeners(t, connect(t, shared(t).URL()), table), "a server's connection that listens tells whoever has it next")
}
