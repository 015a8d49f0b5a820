package mysqlstore_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
)

// wide is a pool of n connections, all of them idle.
func wide(t *testing.T, dsn string, n int) *sql.DB {
	db := pool(t, dsn)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	var conns []*sql.Conn
	for range n {
		conn, err := db.Conn(t.Context())
		require.NoError(t, err)
		conns = append(conns, conn)
	}
	for _, conn := range conns {
		require.NoError(t, conn.Close())
	}
	return db
}

// Where one connection has died in silence all have, as a rule: one call finds out, and not one for
// each of them.
func TestConnectionsThatDiedInSilenceAreFoundOutOnce(t *testing.T) {
	t.Parallel()
	r := newRelay(t)
	s := openStore(t, mysqlstore.Config{DB: wide(t, r.dsn(), 30), Table: freshTable(), Timeout: 3 * time.Second})
	r.Silence()
	failed := 0
	for ; failed < 10; failed++ { // a busy machine may cost a Timeout too
		if _, err := s.Get(t.Context(), "a"); err == nil {
			break
		}
	}
	assert.Less(t, failed, 10)
}

// A pool that is full makes its next connections without a time limit, one after the other: where
// one is never answered, none comes any more.
func TestFullPoolServesAgainAfterASilence(t *testing.T) {
	t.Parallel()
	r := newRelay(t)
	s := openStore(t, mysqlstore.Config{DB: wide(t, r.dsn(), 2), Table: freshTable(), Timeout: 3 * time.Second})
	r.Mute(true)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 3 { // some wait while others give up
				_, err := s.Get(t.Context(), "a")
				assert.Error(t, err)
			}
		})
	}
	wg.Wait()
	r.Mute(false)
	eventually(t, func() bool { _, err := s.Get(t.Context(), "a"); return err == nil })
}

// However many commits wait for their turn, each is answered within one Timeout: nothing is begun
// for those whose time is over.
func TestNothingIsBegunForCommitsWhoseTimeIsOver(t *testing.T) {
	t.Parallel()
	r, table := newRelay(t), freshTable()
	s := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 6 * time.Second, Stall: 30 * time.Second})
	holder := begun(t, pool(t, shared(t).DSN()), in(table, take)...)
	const waiting = 64 * 8
	ended, begin := make(chan error, waiting), make(chan struct{})
	for i := range waiting {
		go func() {
			<-begin
			_, err := s.Commit(context.Background(), store.Batch{Put: []store.Record{{Key: fmt.Sprint(i)}}})
			ended <- err
		}()
	}
	close(begin) // all at once, so that their times are over together
	for range waiting {
		require.Error(t, <-ended)
	}
	assert.LessOrEqual(t, r.Asked("SET holder = CONNECTION_ID()"), 4, "transactions were begun")
	_, err := holder.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	eventually(t, func() bool {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "last"}}})
		return err == nil
	})
	rs, err := s.List(t.Context(), store.Range{Limit: 999})
	require.NoError(t, err)
	assert.Len(t, rs, 1, "none was written")
}

// busy is a batch whose transaction has something of every kind of statement, and is several
// packets long.
func busy() store.Batch {
	b := store.Batch{If: []store.Cond{{Key: "a"}}, Delete: []string{"gone"}}
	for i := range 3 {
		b.Put = append(b.Put, store.Record{Key: fmt.Sprint("b", i), Value: bytes.Repeat([]byte("x"), 2000)})
	}
	return b
}

// TestWhereverACommitIsCutOffTheOthersGoOn cuts the connection of a committing node after every so
// many bytes of what it sends; with SWITCHBOARD_FULL=1 after every 100th.
func TestWhereverACommitIsCutOffTheOthersGoOn(t *testing.T) {
	t.Parallel()
	step := 2900
	if full {
		step = 100
	}
	var cuts []<-chan error
	for n, over := 1, false; !over; n += step {
		table, said, r := freshTable(), &testlog.Lines{}, newRelay(t)
		cutOff := openStore(t, mysqlstore.Config{DB: pool(t, r.dsn()), Table: table, Timeout: 15 * time.Second})
		other := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: time.Second, Logger: said.Logger()})
		put(t, other, "gone", "1")
		cut := r.CutAfter(n)
		ended := make(chan error, 1)
		go func() {
			_, err := cutOff.Commit(t.Context(), busy())
			ended <- err
		}()
		select {
		case <-cut:
		case err := <-ended: // it was shorter
			require.NoError(t, err)
			over = true
		}
		put(t, other, "c", fmt.Sprint(n))
		if !over {
			cuts = append(cuts, ended)
		}
		assert.LessOrEqual(t, said.Count("ended a connection"), 1, "cut after %d bytes", n)
		require.Less(t, n, 100_000, "the commit has no end")
	}
	for _, ended := range cuts {
		require.Error(t, <-ended)
	}
}

// A node whose answer is not taken keeps the server in the middle of a statement, which is not
// asleep.
func TestNodeThatTakesNoAnswerLosesTheCounter(t *testing.T) {
	t.Parallel()
	r, table, said := newRelay(t), freshTable(), &testlog.Lines{}
	s := openStore(t, mysqlstore.Config{DB: pool(t, shared(t).DSN()), Table: table, Timeout: time.Minute, Stall: time.Second, Logger: said.Logger()})
	stopped := begun(t, pool(t, r.dsn()), in(table, take)...)
	filled := r.Fill("SELECT REPEAT")
	ended := make(chan error, 1)
	go func() {
		_, err := stopped.ExecContext(t.Context(), "SELECT REPEAT('x', 15000000)")
		ended <- err
	}()
	<-filled
	put(t, s, "a", "1") // goes on when the server has ended the connection, which may be before the log says so
	eventually(t, func() bool {
		return said.Count("ended a connection that held the counter while it waited for its client") == 1
	})
	r.Silence()
	_ = r.Close()
}
