package pgstore_test

import (
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// mute is a way to a server on which requests go through and answers can be held back.
type mute struct {
	net.Listener
	to   string
	held atomic.Bool
}

func newMute(t *testing.T, server string) *mute {
	at, err := url.Parse(server)
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	m := &mute{Listener: l, to: filepath.Join(at.Query().Get("host"), ".s.PGSQL.5432")}
	go m.serve()
	return m
}

func (m *mute) serve() {
	for {
		in, err := m.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("unix", m.to)
		if err != nil {
			_ = in.Close()
			continue
		}
		go func() {
			_, _ = io.Copy(out, in)
			_ = out.Close()
		}()
		go m.answer(in, out)
	}
}

func (m *mute) answer(in, out net.Conn) {
	defer in.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := out.Read(b)
		for m.held.Load() {
			time.Sleep(5 * time.Millisecond)
		}
		if _, lost := in.Write(b[:n]); err != nil || lost != nil {
			return
		}
	}
}

func TestNodeThatHearsNoAnswersHoldsTheOthersUpForNoLongerThanStall(t *testing.T) {
	m, table := newMute(t, shared(t).URL()), freshTable()
	pool, err := pgxpool.New(t.Context(), "postgres://postgres@"+m.Addr().String()+"/postgres?sslmode=disable&pool_max_conns=1&application_name="+table)
	require.NoError(t, err)
	defer pool.Close()
	cutOff := openStore(t, pgstore.Config{Pool: pool, Table: table, Stall: 200 * time.Millisecond, Timeout: 20 * time.Second})
	other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table})
	put(t, cutOff, "a", "1")
	watch := connect(t, shared(t).URL())
	require.Eventually(t, func() bool { // its one connection is free again
		var n int
		err := watch.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND state = 'idle' AND query LIKE '%pg_notify%'`, table).Scan(&n)
		return err == nil && n == 1 && pool.Stat().AcquiredConns() == 0
	}, 10*time.Second, time.Millisecond)
	cutOff, err = cutOff.Namespace(t.Context(), "fresh") // a writer's first commit takes two round trips
	require.NoError(t, err)
	other, err = other.Namespace(t.Context(), "fresh")
	require.NoError(t, err)
	defer m.held.Store(false)
	m.held.Store(true)
	ended := make(chan error, 1)
	go func() {
		_, err := cutOff.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b", Value: []byte("1")}}})
		ended <- err
	}()
	require.Eventually(t, func() bool { // the counter is taken
		_, err := watch.Exec(t.Context(), "SELECT 1 FROM "+table+"_counter FOR UPDATE NOWAIT")
		return err != nil
	}, 10*time.Second, time.Millisecond)
	begun := time.Now()
	put(t, other, "a", "2")
	assert.Less(t, time.Since(begun), 2*time.Second)
	m.held.Store(false)
	assert.Error(t, <-ended)
}

func TestNodeThatHearsNoAnswersAfterItsFirstCommitHoldsNobodyUp(t *testing.T) {
	m, table, said := newMute(t, shared(t).URL()), freshTable(), &testlog.Lines{}
	pool, err := pgxpool.New(t.Context(), "postgres://postgres@"+m.Addr().String()+"/postgres?sslmode=disable&pool_max_conns=1&application_name="+table)
	require.NoError(t, err)
	defer pool.Close()
	cutOff := openStore(t, pgstore.Config{Pool: pool, Table: table, Timeout: 20 * time.Second})
	other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Timeout: 20 * time.Second, Stall: 20 * time.Second, Logger: said.Logger()})
	put(t, cutOff, "a", "1")
	put(t, cutOff, "a", "2") // every statement is prepared
	quiet(t, connect(t, shared(t).URL()), pool, table)
	defer m.held.Store(false)
	m.held.Store(true)
	ended := make(chan error, 1)
	go func() {
		_, err := cutOff.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b", Value: []byte("1")}}})
		ended <- err
	}()
	require.Eventually(t, func() bool { // it is there although its node has not heard so
		rs, err := other.Get(t.Context(), "b")
		return err == nil && len(rs) == 1
	}, 20*time.Second, time.Millisecond)
	put(t, other, "a", "3")
	assert.Zero(t, said.Count("ended"))
	m.held.Store(false)
	assert.NoError(t, <-ended)
}
