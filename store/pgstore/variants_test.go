package pgstore_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

// variant is pgstore with a Commit that many would write: one statement that checks the conditions,
// draws the revision and writes, without a transaction around it. It must be rejected.
type variant struct {
	*pgstore.Store
	pool      *pgxpool.Pool
	statement string
	namespace string
}

const (
	checks = `SELECT NOT EXISTS (
		SELECT FROM unnest(@if_keys::text[], @if_revs::bigint[]) c(key, rev)
		LEFT JOIN v r ON r.namespace = @ns AND r.key = c.key WHERE coalesce(r.rev, 0) <> c.rev) AS ok`
	writes = `INSERT INTO v (namespace, key, rev, value)
		SELECT @ns, p.key, rev.head, p.value FROM unnest(@keys::text[], @values::bytea[]) p(key, value), rev
		ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value RETURNING rev`
	withCounter  = `WITH ok AS (` + checks + `), rev AS (UPDATE v_counter SET head = head + 1 FROM ok WHERE namespace = @ns AND ok RETURNING head) ` + writes
	withSequence = `WITH ok AS (` + checks + `), rev AS (SELECT nextval('v_seq') AS head FROM ok WHERE ok) ` + writes
)

func (v variant) Commit(ctx context.Context, b store.Batch) (rev store.Rev, err error) {
	if len(b.Put) == 0 {
		return v.Store.Commit(ctx, b)
	}
	args := pgx.NamedArgs{"ns": v.namespace}
	var ifKeys, keys []string
	var ifRevs []int64
	var values [][]byte
	for _, c := range b.If {
		ifKeys, ifRevs = append(ifKeys, c.Key), append(ifRevs, int64(c.Rev))
	}
	for _, r := range b.Put {
		keys, values = append(keys, r.Key), append(values, append([]byte{}, r.Value...))
	}
	args["if_keys"], args["if_revs"], args["keys"], args["values"] = ifKeys, ifRevs, keys, values
	rows, _ := v.pool.Query(ctx, v.statement, args)
	revs, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(revs) == 0 {
		return 0, orConflict(err)
	}
	return store.Rev(revs[0]), nil
}

func orConflict(err error) error {
	if err == nil {
		return store.ErrConflict
	}
	return err
}

// Changes of the sequence's variant asks no counter for the head.
func (v variant) Changes(ctx context.Context, after store.Rev, limit int) (rs []store.Record, upTo store.Rev, err error) {
	if v.statement == withCounter {
		return v.Store.Changes(ctx, after, limit)
	}
	rows, _ := v.pool.Query(ctx, `SELECT key, rev, value FROM v WHERE namespace = $1 AND rev > $2 ORDER BY rev LIMIT $3`, v.namespace, after, limit)
	rs, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r store.Record, err error) {
		err = row.Scan(&r.Key, &r.Rev, &r.Value)
		return r, err
	})
	upTo = after
	if len(rs) > 0 {
		upTo = rs[len(rs)-1].Rev
	}
	return rs, upTo, err
}

// rejected runs the suite on a variant and returns what it says about each property.
func rejected(t *testing.T, statement string) map[string]string {
	pool, err := pgxpool.New(t.Context(), shared(t).URL("pool_max_conns=16"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	_, err = pool.Exec(t.Context(), `CREATE SEQUENCE IF NOT EXISTS v_seq`)
	require.NoError(t, err)
	faults := storetest.Check(storetest.Config{
		Only: []string{"CapacityIsNeverExceeded", "FeedUnderManyWritersLosesNothing"},
		Open: func(tb testing.TB, namespace string) store.Store {
			namespace = tb.Name()[:8] + "." + t.Name()[:len(t.Name())-len("IsRejected")] + "." + namespace
			s, err := pgstore.Open(tb.Context(), pgstore.Config{Pool: pool, Table: "v", Namespace: namespace})
			if err != nil {
				tb.Fatal(err)
			}
			tb.Cleanup(func() { _ = s.Close() })
			return variant{s, pool, statement, namespace}
		},
	})
	says := map[string]string{}
	for _, f := range faults {
		says[f.Property] += f.Detail
	}
	return says
}

func TestOneStatementWithACounterIsRejected(t *testing.T) {
	says := rejected(t, withCounter)
	assert.Contains(t, says["CapacityIsNeverExceeded"], "capacity 5")
	assert.Empty(t, says["FeedUnderManyWritersLosesNothing"], "its feed is right")
}

func TestOneStatementWithASequenceIsRejected(t *testing.T) {
	says := rejected(t, withSequence)
	assert.Contains(t, says["CapacityIsNeverExceeded"], "capacity 5")
	assert.Contains(t, says["FeedUnderManyWritersLosesNothing"], "lost")
}
