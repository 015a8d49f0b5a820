package pgstore

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/switchboard-go/switchboard/store"
)

// transaction commits one group. A small one takes one round trip, see atOnce. Any other takes two:
// take the counter and read what the batches name; write what is left of them. The reads are a
// statement of their own, begun after the counter's row was locked, so they see every commit before
// this one. The counter is held for one round trip, which is what all nodes share.
type transaction struct {
	d           *database
	namespace   string
	head, floor store.Rev
	lineage     store.Lineage
	numbers     *store.Numbering // of this node's commits
	moved       bool
	trims       bool // deletions may be too old to be kept

	revs map[string]store.Rev    // of every named record, as the group goes on
	put  map[string]store.Record // what the group leaves behind
	gone map[string]store.Rev    // what it deleted, and when
}

func (t *transaction) run(ctx context.Context, group []*request) ([]answer, error) {
	answers := make([]answer, len(group))
	conn, err := t.d.pool.Acquire(ctx)
	if err != nil {
		return answers, err
	}
	defer conn.Release() // a connection that is still in a transaction is closed by the pool, which ends it
	if len(group) <= atOnceMax && t.numbers.Last() > 0 {
		if done, err := t.atOnce(ctx, conn, group, answers); done || err != nil {
			return answers, err
		}
	}
	if err := t.begin(ctx, conn, group); err != nil {
		return answers, err
	}
	for i, r := range group {
		if answers[i].err = r.ctx.Err(); answers[i].err == nil {
			answers[i].rev, answers[i].err = t.apply(r.batch)
		}
	}
	if !t.moved {
		_, err := conn.Exec(ctx, "ROLLBACK")
		return answers, err
	}
	return answers, t.write(ctx, conn)
}

// begin takes the counter and reads what the batches name. The isolation level and durability are
// said, not left to the server's settings; a node that stops here loses the counter after Stall.
func (t *transaction) begin(ctx context.Context, conn *pgxpool.Conn, group []*request) error {
	defer t.d.watch(ctx, t.namespace)()
	t.revs, t.put, t.gone = named(group), map[string]store.Record{}, map[string]store.Rev{}
	var b pgx.Batch
	b.Queue("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
	b.Queue(settingsQuery, t.d.config.locals()...)
	b.Queue(t.d.sql.lock, t.namespace).QueryRow(func(row pgx.Row) error { return t.counter(row) })
	if len(t.revs) > 0 {
		b.Queue(t.d.sql.revs, t.namespace, slices.Collect(maps.Keys(t.revs))).Query(t.read)
	}
	return conn.SendBatch(ctx, &b).Close()
}

// named is every key that needs to be looked up, at no revision yet.
func named(group []*request) map[string]store.Rev {
	revs := map[string]store.Rev{}
	for _, r := range group {
		for _, c := range r.batch.If {
			revs[c.Key] = 0
		}
		for _, k := range r.batch.Delete {
			revs[k] = 0
		}
	}
	return revs
}

func (t *transaction) read(rows pgx.Rows) error {
	var key string
	var rev store.Rev
	_, err := pgx.ForEachRow(rows, []any{&key, &rev}, func() error {
		t.revs[key] = rev
		return nil
	})
	return err
}

// counter reads the counter's row.
func (t *transaction) counter(row pgx.Row) error {
	var lineage []byte
	err := row.Scan(&t.head, &t.floor, &lineage)
	if err == nil {
		t.lineage, err = store.ParseLineage(lineage)
	}
	return err
}

// apply works out one batch on top of those before it.
func (t *transaction) apply(b store.Batch) (store.Rev, error) {
	for _, c := range b.If {
		if t.revs[c.Key] != c.Rev {
			return 0, fmt.Errorf("%w: %s is at %d, not %d", store.ErrConflict, c.Key, t.revs[c.Key], c.Rev)
		}
	}
	missing := func(key string) bool { return t.revs[key] == 0 }
	b.Delete = slices.DeleteFunc(b.Delete, missing)
	if len(b.Put) == 0 && len(b.Delete) == 0 {
		return t.head, nil
	}
	t.head, t.lineage = t.numbers.Next(t.head, t.lineage)
	t.moved = true
	for _, r := range b.Put {
		t.revs[r.Key] = t.head
		t.put[r.Key] = store.Record{Key: r.Key, Rev: t.head, Value: r.Value}
		delete(t.gone, r.Key)
	}
	for _, k := range b.Delete {
		t.revs[k] = 0
		t.gone[k] = t.head
		delete(t.put, k)
	}
	return t.head, nil
}

// write sends what is left of the group.
func (t *transaction) write(ctx context.Context, conn *pgxpool.Conn) error {
	var b pgx.Batch
	if len(t.put) > 0 {
		keys, revs, values := t.puts()
		b.Queue(t.d.sql.put, t.namespace, keys, revs, values)
		b.Queue(t.d.sql.unbury, t.namespace, keys)
	}
	if len(t.gone) > 0 {
		keys := slices.Sorted(maps.Keys(t.gone))
		revs := make([]int64, len(keys))
		for i, k := range keys {
			revs[i] = int64(t.gone[k])
		}
		b.Queue(t.d.sql.remove, t.namespace, keys)
		b.Queue(t.d.sql.bury, t.namespace, keys, revs)
	}
	t.floor = max(t.floor, store.Kept(t.head, t.d.config.Keep))
	b.Queue(t.d.sql.move, t.namespace, int64(t.head), int64(t.floor), t.lineage.Bytes())
	if t.floor > 0 {
		b.Queue(t.d.sql.trim, t.namespace, int64(t.floor))
	}
	return commit(ctx, conn, &b)
}

// commit sends a batch, and COMMIT with it.
func commit(ctx context.Context, conn *pgxpool.Conn, b *pgx.Batch) error {
	var tag string
	b.Queue("COMMIT").Query(func(rows pgx.Rows) error {
		rows.Close()
		tag = rows.CommandTag().String()
		return rows.Err()
	})
	if err := conn.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	if tag != "COMMIT" { // the server says ROLLBACK when the transaction had failed
		return fmt.Errorf("COMMIT was answered with %q", tag)
	}
	return nil
}

func (t *transaction) puts() (keys []string, revs []int64, values [][]byte) {
	for _, k := range slices.Sorted(maps.Keys(t.put)) {
		r := t.put[k]
		keys, revs, values = append(keys, k), append(revs, int64(r.Rev)), append(values, r.Value)
	}
	return keys, revs, values
}
