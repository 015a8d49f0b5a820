package pgstore

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/store"
)

// atOnceMax is how many batches a group may have that is committed in one round trip. The server
// checks each on its own then, which costs it more than to look all of a large group up at once.
const atOnceMax = 16

// turns is what numbers of one writer of a store.Lineage lie apart.
const turns = 1 << 22

// checkQuery finds a condition that does not hold.
const checkQuery = `SELECT c.key, c.rev AS wanted, coalesce(r.rev, 0) AS found FROM unnest($3::text[], $4::bigint[]) c(key, rev)
	LEFT JOIN LATERAL (SELECT rev FROM {table} r WHERE r.namespace = $1 AND r.key = c.key LIMIT 1) r ON true
	WHERE coalesce(r.rev, 0) <> c.rev LIMIT 1`

// applyQuery checks one batch and writes it. It numbers as store.Numbering does for a writer whose
// last number is the lineage's own entry, which is $2, or the head if an earlier batch of the same
// transaction has written the counter's row; and it does nothing, with fit false, where that is not
// so, or the lineage does not know the head.
var applyQuery = strings.ReplaceAll(`WITH counter AS MATERIALIZED (
	SELECT head, floor, lineage, CASE WHEN xmin::text::bigint = txid_current() & 4294967295 THEN head ELSE $2::bigint END AS own
	FROM {table}_counter WHERE namespace = $1
), entries AS MATERIALIZED (
	SELECT substr(counter.lineage, 8 * i + 1, 8) AS entry FROM counter, generate_series(0, length(counter.lineage) / 8 - 1) i
), known AS MATERIALIZED (
	SELECT counter.*, head - head % TURNS + own % TURNS + CASE WHEN own % TURNS > head % TURNS THEN 0 ELSE TURNS END AS next,
		EXISTS (SELECT FROM entries WHERE entry = int8send(own)) AND EXISTS (SELECT FROM entries WHERE entry = int8send(head)) AS fit
	FROM counter
), bad AS MATERIALIZED ({check}
), gone AS MATERIALIZED ({gone}
), moved AS (
	UPDATE {table}_counter c SET head = known.next,
		floor = greatest(c.floor, CASE WHEN $8::bigint > known.next / TURNS THEN 0 ELSE known.next - $8::bigint * TURNS END),
		lineage = coalesce((SELECT string_agg(entry, ''::bytea ORDER BY entry) FROM entries WHERE entry <> int8send(known.own)), ''::bytea) || int8send(known.next)
	FROM known WHERE c.namespace = $1 AND known.fit AND NOT EXISTS (SELECT FROM bad)
		AND (cardinality($5::text[]) > 0 OR EXISTS (SELECT FROM gone))
	RETURNING c.head
), put AS (
	INSERT INTO {table} (namespace, key, rev, value)
	SELECT $1, p.key, moved.head, p.value FROM moved, unnest($5::text[], $6::bytea[]) p(key, value)
	ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value
), unbury AS (
	DELETE FROM {table}_deleted WHERE ctid = ANY(ARRAY({buried})) AND EXISTS (SELECT FROM moved)
), remove AS (
	DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT at FROM gone)) AND EXISTS (SELECT FROM moved)
), bury AS (
	INSERT INTO {table}_deleted (namespace, key, rev) SELECT $1, gone.key, moved.head FROM moved, gone
	ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev
)
SELECT known.fit, known.head, known.floor, coalesce((SELECT head FROM moved), 0), coalesce((SELECT key FROM bad), ''),
	coalesce((SELECT wanted FROM bad), 0), coalesce((SELECT found FROM bad), 0) FROM known`, "TURNS", fmt.Sprint(turns))

// atOnce commits a group in one round trip: take the counter, then have the server check and write
// one batch after the other, each by a statement of its own that sees all commits before it. The
// counter is held only for what the server does. It is not done, and nothing is written, when this
// node cannot go on with its numbers; then the next way draws new ones.
//
// A server goes on with what it has been sent after this node has given up, so it waits for the
// counter no longer than this node does.
func (t *transaction) atOnce(ctx context.Context, conn *pgxpool.Conn, group []*request, answers []answer) (done bool, err error) {
	defer t.d.watch(ctx, t.namespace)()
	done = true
	last := t.numbers.Last()
	t.numbers.Took(0) // until it is known what was given
	var b pgx.Batch
	b.Queue("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
	b.Queue(settingsQuery, t.d.config.locals()...)
	b.Queue(t.d.sql.lock, t.namespace).QueryRow(func(row pgx.Row) error { return t.counter(row) })
	took := last
	for i, r := range group {
		b.Queue(t.d.sql.apply, t.arguments(last, r.batch)...).QueryRow(func(row pgx.Row) error {
			var fit bool
			var head, moved, wanted, found store.Rev
			var key string
			if err := row.Scan(&fit, &head, &t.floor, &moved, &key, &wanted, &found); err != nil {
				return err
			}
			switch {
			case !fit:
				done = false
			case key != "":
				answers[i].err = fmt.Errorf("%w: %s is at %d, not %d", store.ErrConflict, key, found, wanted)
			case moved == 0:
				answers[i].rev = head
			default:
				answers[i].rev, took, t.moved = moved, moved, true
			}
			return nil
		})
	}
	if t.trims {
		b.Queue(t.d.sql.tidy, t.namespace)
	}
	if err := commit(ctx, conn, &b); err != nil {
		return false, err
	}
	t.numbers.Took(took)
	return done, nil
}

func (t *transaction) arguments(last store.Rev, b store.Batch) []any {
	conds, revs := make([]string, len(b.If)), make([]int64, len(b.If))
	for i, c := range b.If {
		conds[i], revs[i] = c.Key, int64(min(c.Rev, math.MaxInt64)) //nolint:gosec // it fits
	}
	keys, values := make([]string, len(b.Put)), make([][]byte, len(b.Put))
	for i, r := range b.Put {
		if keys[i], values[i] = r.Key, r.Value; r.Value == nil {
			values[i] = []byte{}
		}
	}
	keep := min(int64(t.d.config.Keep), 1<<40)                                                               // it is multiplied by the server
	return []any{t.namespace, int64(last), conds, revs, keys, values, append([]string{}, b.Delete...), keep} //nolint:gosec // a number has 63 bits
}
