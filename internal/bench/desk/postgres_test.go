package desk

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// TestDeskOnPostgresBesideItsStatements compares messages through a desk, 64 senders in one namespace, with the same batches
// issued to the same server by hand.
func TestDeskOnPostgresBesideItsStatements(t *testing.T) {
	long(t)
	names := []string{
		"desk on pgstore", "pgstore without the desk", "its statements directly, a group of 64 at a time", "the same a row at a time, 64 messages a transaction",
		"one statement each, with a counter", "one row each, as pgbench",
	}
	speeds := make([][]speed, len(names))
	through, bare := make([][]speed, len(names)), make([][]speed, len(names))
	for range *rounds {
		t.Run("", func(t *testing.T) {
			c := pgtest.New(t, "max_connections=200")
			d := newTeam(t, inCluster(t, c, 1)[0], 1)
			at := []speed{talk(t, []team{d})}
			batches := d.rec.recorded()
			p := byHand{t, c, batches}
			at = append(at, p.bare(), p.grouped(), p.rows(), p.single(), p.inserts())
			for i, how := range at {
				speeds[i] = append(speeds[i], how)
				through[i], bare[i] = append(through[i], at[0].over(how)), append(bare[i], at[1].over(how))
			}
		})
	}
	t.Logf("medians of %d rounds of %d messages, 64 senders, one namespace", *rounds, *messages)
	for i, name := range names {
		t.Logf("%-52s %8.0f /s, desk / this %s, pgstore / this %s", name, median(speeds[i]).wall, spreadOf(through[i], byWall), spreadOf(bare[i], byWall))
	}
}

// byHand issues the batches of a desk's messages to the same server.
type byHand struct {
	t       *testing.T
	c       *pgtest.Cluster
	batches []store.Batch
}

// bare commits the batches to a pgstore, without their conditions: revisions are others there.
func (p byHand) bare() speed {
	s := inCluster(p.t, p.c, 2)[1]
	return measure(len(p.batches), func() {
		spread(len(p.batches), func(i, n int) {
			_, err := s.Commit(p.t.Context(), store.Batch{Put: p.batches[i*(len(p.batches)/senders)+n].Put})
			require.NoError(p.t, err)
		})
	})
}

// tables has those of pgstore, with its indexes.
func (p byHand) tables() *pgxpool.Pool {
	ctx := p.t.Context()
	pool, err := pgxpool.New(ctx, p.c.URL("pool_max_conns=64"))
	require.NoError(p.t, err)
	p.t.Cleanup(pool.Close)
	_, err = pool.Exec(ctx, `
		DROP TABLE IF EXISTS d, d_deleted, d_counter;
		CREATE TABLE d (namespace text COLLATE "C", key text COLLATE "C", rev bigint, value bytea, PRIMARY KEY (namespace, key));
		CREATE INDEX d_rev ON d (namespace, rev);
		CREATE TABLE d_deleted (namespace text COLLATE "C", key text COLLATE "C", rev bigint, PRIMARY KEY (namespace, key));
		CREATE INDEX d_deleted_rev ON d_deleted (namespace, rev);
		CREATE TABLE d_counter (namespace text PRIMARY KEY, head bigint) WITH (fillfactor = 20);
		INSERT INTO d_counter VALUES ('main', 0)`)
	require.NoError(p.t, err)
	return pool
}

const (
	lockText = `SELECT head FROM d_counter WHERE namespace = 'main' FOR UPDATE`
	revsText = `SELECT r.key, r.rev FROM unnest((SELECT $1::text[])) wanted(key) CROSS JOIN LATERAL
		(SELECT * FROM d r WHERE r.namespace = 'main' AND r.key = wanted.key LIMIT 1) r`
	putText = `INSERT INTO d SELECT 'main', * FROM unnest($1::text[], $2::bigint[], $3::bytea[])
		ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value`
	unburyText = `DELETE FROM d_deleted WHERE ctid = ANY(ARRAY(SELECT r.ctid FROM unnest((SELECT $1::text[])) wanted(key) CROSS JOIN LATERAL
		(SELECT ctid, * FROM d_deleted r WHERE r.namespace = 'main' AND r.key = wanted.key LIMIT 1) r))`
	moveText   = `UPDATE d_counter SET head = $1 WHERE namespace = 'main'`
	oneRowText = `INSERT INTO d VALUES ('main', $1, $2, $3) ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value`
	singleText = `WITH rev AS (UPDATE d_counter SET head = head + 1 WHERE namespace = 'main' RETURNING head)
		INSERT INTO d SELECT 'main', p.key, rev.head, p.value FROM unnest($1::text[], $2::bytea[]) p(key, value), rev
		ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value`
	insertText = `INSERT INTO d VALUES ('main', $1, 1, $2)`
)

// grouped issues, from one goroutine, what pgstore issues for groups that are always full: three round trips for 64 messages.
func (p byHand) grouped() speed {
	return p.transactions(func(ctx context.Context, conn *pgxpool.Conn, group []store.Batch, head int64) {
		conds := map[string]bool{}
		last := map[string]store.Record{}
		for i, b := range group {
			for _, c := range b.If {
				conds[c.Key] = true
			}
			for _, r := range b.Put {
				r.Rev = store.Rev(head) + store.Rev(i) + 1
				last[r.Key] = r
			}
		}
		var named, keys []string
		var revs []store.Rev
		var values [][]byte
		for k := range conds {
			named = append(named, k)
		}
		rows, _ := conn.Query(ctx, revsText, named)
		_, err := pgx.CollectRows(rows, pgx.RowToMap)
		require.NoError(p.t, err)
		for k, r := range last {
			keys, revs, values = append(keys, k), append(revs, r.Rev), append(values, r.Value)
		}
		var b pgx.Batch
		b.Queue(putText, keys, revs, values)
		b.Queue(unburyText, keys)
		b.Queue(moveText, head+int64(len(group)))
		b.Queue("COMMIT")
		require.NoError(p.t, conn.SendBatch(ctx, &b).Close())
	})
}

// rows issues, from one goroutine, a statement for each row, 64 messages in a transaction.
func (p byHand) rows() speed {
	return p.transactions(func(ctx context.Context, conn *pgxpool.Conn, group []store.Batch, head int64) {
		exec := func(text string, args ...any) {
			_, err := conn.Exec(ctx, text, args...)
			require.NoError(p.t, err)
		}
		for _, b := range group {
			head++
			var named []string
			for _, c := range b.If {
				named = append(named, c.Key)
			}
			exec(revsText, named)
			for _, r := range b.Put {
				exec(oneRowText, r.Key, head, r.Value)
			}
		}
		exec(moveText, head)
		exec("COMMIT")
	})
}

func (p byHand) transactions(do func(ctx context.Context, conn *pgxpool.Conn, group []store.Batch, head int64)) speed {
	ctx := p.t.Context()
	conn, err := p.tables().Acquire(ctx)
	require.NoError(p.t, err)
	defer conn.Release()
	return measure(len(p.batches), func() {
		for at := 0; at < len(p.batches); at += senders {
			var head int64
			var b pgx.Batch
			b.Queue("BEGIN")
			b.Queue(lockText).QueryRow(func(row pgx.Row) error { return row.Scan(&head) })
			require.NoError(p.t, conn.SendBatch(ctx, &b).Close())
			do(ctx, conn, p.batches[at:min(at+senders, len(p.batches))], head)
		}
	})
}

// single makes each message one statement, without its conditions, on a connection for each writer.
func (p byHand) single() speed {
	return p.each(func(pool *pgxpool.Pool, b store.Batch) error {
		var keys []string
		var values [][]byte
		for _, r := range b.Put {
			keys, values = append(keys, r.Key), append(values, r.Value)
		}
		_, err := pool.Exec(p.t.Context(), singleText, keys, values)
		return err
	})
}

// inserts writes each message's timeline entry alone, on a connection for each writer.
func (p byHand) inserts() speed {
	return p.each(func(pool *pgxpool.Pool, b store.Batch) error {
		for _, r := range b.Put {
			if strings.HasPrefix(r.Key, "timeline/") {
				if _, err := pool.Exec(p.t.Context(), insertText, r.Key, r.Value); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (p byHand) each(do func(pool *pgxpool.Pool, b store.Batch) error) speed {
	pool := p.tables()
	return measure(len(p.batches), func() {
		spread(len(p.batches), func(i, n int) {
			require.NoError(p.t, do(pool, p.batches[i*(len(p.batches)/senders)+n]))
		})
	})
}
