package desk

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// tracer counts what is asked of PostgreSQL: round trips, and statements in them.
type tracer struct {
	mu         sync.Mutex
	trips      int
	statements int
	texts      map[string]int // how often each was asked, by its first words
}

func (c *tracer) count(trips int, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trips += trips
	if text == "" {
		return
	}
	c.statements++
	if c.texts == nil {
		c.texts = map[string]int{}
	}
	words := strings.Fields(text)
	c.texts[strings.Join(words[:min(len(words), 5)], " ")]++
}

func (c *tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	c.count(1, q.SQL)
	return ctx
}

func (c *tracer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *tracer) TraceBatchStart(ctx context.Context, _ *pgx.Conn, b pgx.TraceBatchStartData) context.Context {
	c.count(1, "")
	for _, q := range b.Batch.QueuedQueries {
		c.count(0, q.SQL)
	}
	return ctx
}

func (c *tracer) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (c *tracer) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// asked returns what has been counted up to now.
func (c *tracer) asked() (trips, statements int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trips, c.statements
}

// TestWhatAMessageAsksOfPostgres counts what everything that goes on beside a message asks too, by
// messages that come one after the other: each has a group of its own, and a look at the feed.
func TestWhatAMessageAsksOfPostgres(t *testing.T) {
	asked := &tracer{}
	config, err := pgxpool.ParseConfig(pgtest.New(t).URL())
	require.NoError(t, err)
	config.ConnConfig.Tracer = asked
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	s, err := pgstore.Open(t.Context(), pgstore.Config{Pool: pool})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	say := talker(t, newTeam(t, s, 1))
	leastOf(t, func() bool {
		var trips, statements []int
		for range counted64 {
			t0, s0 := asked.asked()
			say()
			t1, s1 := asked.asked()
			trips, statements = append(trips, t1-t0), append(statements, s1-s0)
		}
		t.Logf("each of %d messages: %d round trips, %d statements (medians)",
			counted64, medianOf(trips), medianOf(statements))
		// The commit in a transaction of five, a look at the feed, and telling other nodes.
		return medianOf(trips) <= 3 && medianOf(statements) <= 7
	})
	t.Logf("in all %v", asked.texts)
}

// TestWhatAMessageWritesToSQLite counts the pages of the log: each is written once for a
// transaction, so messages that share one share its pages.
func TestWhatAMessageWritesToSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	say := talker(t, newTeam(t, s, 1))
	leastOf(t, func() bool {
		emptyLog(t, path)
		var pages []int
		for range counted64 {
			before := logged(t, path)
			say()
			pages = append(pages, logged(t, path)-before)
		}
		t.Logf("pages of each message: %d (median), all %v", medianOf(pages), pages)
		// Three records on a page each, of the index by revision the page where they go and that
		// where the session was, and the counter's make six; and at times a page is full.
		return medianOf(pages) <= 8
	})
}

// leastOf counts until the count is as low as it must be. What a desk does now and then falls into
// more of the messages where a machine is slow, and only adds to their counts.
func leastOf(t *testing.T, low func() bool) {
	t.Helper()
	for range 10 {
		if low() {
			return
		}
	}
	require.Fail(t, "a message asks for more")
}

// counted64 is how many messages are counted: few enough for a log that is not begun anew meanwhile.
const counted64 = 64

func medianOf(ns []int) int {
	ns = slices.Sorted(slices.Values(ns))
	return ns[len(ns)/2]
}

// emptyLog has SQLite begin its log anew.
func emptyLog(t *testing.T, path string) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	var busy, frames, moved int
	require.NoError(t, db.QueryRow(`PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved))
	require.Zero(t, busy)
}

// logged is how many pages are in SQLite's log: a header of 32 bytes, and 24 before each page.
func logged(t *testing.T, path string) int {
	f, err := os.Stat(path + "-wal")
	require.NoError(t, err)
	return int(max(0, f.Size()-32) / (4096 + 24))
}
