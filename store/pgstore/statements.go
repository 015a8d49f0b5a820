package pgstore

import (
	"strconv"
	"strings"
	"time"
)

// statements is all SQL that runs after the start, with the table's name filled in.
type statements struct {
	create, lock, revs           string
	put, unbury, remove, bury    string
	move, trim                   string
	apply, tidy                  string // see apply.go
	get, list, listDesc, changes string
	head, heads                  string
	holder, end                  string
	namespaces, drop             string
	drain, drainDeleted          string // see namespaces.go
}

// Who has the counter's row is its xmax, the transaction that locked or wrote it last; nobody waits
// for that transaction's own lock but who wants the row. What another role's connection does is
// null to a role without rights.
const holderQuery = `SELECT a.pid::bigint AS pid, c.xmax::text AS xid, coalesce(a.state_change::text, '') AS since, coalesce(a.usename::text, '') AS role,
	coalesce(a.state LIKE 'idle in transaction%' OR a.state = 'active' AND a.wait_event IN ('ClientRead', 'ClientWrite'), false) AS waits,
	a.state_change IS NULL AS hidden, coalesce(extract(epoch FROM clock_timestamp() - a.state_change) * 1000, 0)::bigint AS age
	FROM {table}_counter c JOIN pg_locks l ON l.locktype = 'transactionid' AND l.granted AND l.transactionid = c.xmax
	JOIN pg_stat_activity a ON a.pid = l.pid WHERE c.namespace = $1`

func newStatements(table string) statements {
	// Each key is looked up by its own, which can only be done by the primary key: for key = ANY(…)
	// the planner, as long as it has no statistics, goes through the whole namespace. The keys
	// stand in a query of their own, so that the planner cannot count them: it would make a plan
	// for each number, every time, at twice the cost of the lookup.
	const found = `unnest((SELECT $2::text[])) wanted(key) CROSS JOIN LATERAL
			(SELECT ctid, * FROM {rows} r WHERE r.namespace = $1 AND r.key = wanted.key LIMIT 1) r`
	q := func(text string) string {
		return fill(strings.NewReplacer(
			"{found}", strings.ReplaceAll(found, "{rows}", "{table}"),
			"{found deleted}", strings.ReplaceAll(found, "{rows}", "{table}_deleted"),
		).Replace(text), table)
	}
	return statements{
		create: q(`INSERT INTO {table}_counter (namespace, head, floor) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING`),
		lock:   q(`SELECT head, floor, lineage FROM {table}_counter WHERE namespace = $1 FOR UPDATE`),
		revs:   q(`SELECT r.key, r.rev FROM {found}`),

		put: q(`INSERT INTO {table} (namespace, key, rev, value)
			SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bytea[])
			ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value`),
		unbury: q(`DELETE FROM {table}_deleted WHERE ctid = ANY(ARRAY(SELECT r.ctid FROM {found deleted}))`),
		remove: q(`DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT r.ctid FROM {found}))`),
		bury: q(`INSERT INTO {table}_deleted (namespace, key, rev)
			SELECT $1, * FROM unnest($2::text[], $3::bigint[])
			ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev`),
		move: q(`UPDATE {table}_counter SET head = $2, floor = $3, lineage = $4 WHERE namespace = $1`),
		trim: q(`DELETE FROM {table}_deleted WHERE ctid = ANY(ARRAY(
			SELECT ctid FROM {table}_deleted WHERE namespace || '' = $1 AND rev <= $2 ORDER BY rev LIMIT 1000))`),

		apply: strings.NewReplacer("{check}", q(checkQuery), "{gone}", q(`SELECT r.ctid AS at, r.key FROM `+strings.ReplaceAll(strings.ReplaceAll(found, "{rows}", "{table}"), "$2", "$7")),
			"{buried}", q(`SELECT r.ctid FROM `+strings.ReplaceAll(strings.ReplaceAll(found, "{rows}", "{table}_deleted"), "$2", "$5"))).Replace(q(applyQuery)),
		tidy: q(`DELETE FROM {table}_deleted WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table}_deleted WHERE namespace || '' = $1
			AND rev <= (SELECT floor FROM {table}_counter WHERE namespace = $1) ORDER BY rev LIMIT 1000))`),

		get:      q(`SELECT r.key, r.rev, r.value FROM {found}`),
		list:     q(`SELECT key, rev, value FROM {table} WHERE namespace = $1 AND key >= $2 AND key < $3 ORDER BY key LIMIT $4`),
		listDesc: q(`SELECT key, rev, value FROM {table} WHERE namespace = $1 AND key >= $2 AND key < $3 ORDER BY key DESC LIMIT $4`),

		// One statement is one snapshot. The page's last commit is whole, because its other rows
		// have the same revision.
		changes: q(`
			WITH counter AS (
				SELECT head, floor, lineage FROM {table}_counter WHERE namespace = $1
			), page AS (
				SELECT rev FROM (
					(SELECT rev FROM {table} WHERE namespace || '' = $1 AND rev > $2 ORDER BY rev LIMIT $3)
					UNION ALL
					(SELECT rev FROM {table}_deleted WHERE namespace || '' = $1 AND rev > $2 ORDER BY rev LIMIT $3)
				) both_tables ORDER BY rev LIMIT $3
			), cut AS (
				SELECT CASE WHEN count(*) < $3 THEN (SELECT head FROM counter) ELSE max(rev) END AS up_to FROM page
			)
			SELECT counter.floor, counter.head, counter.lineage, cut.up_to, coalesce(r.key, ''), coalesce(r.rev, 0), r.value, coalesce(r.deleted, false)
			FROM counter CROSS JOIN cut LEFT JOIN LATERAL (
				SELECT key, rev, value, false AS deleted FROM {table} WHERE namespace || '' = $1 AND rev > $2 AND rev <= cut.up_to
				UNION ALL
				SELECT key, rev, NULL, true FROM {table}_deleted WHERE namespace || '' = $1 AND rev > $2 AND rev <= cut.up_to
			) r ON true ORDER BY r.rev, r.key`),

		head:   q(`SELECT head FROM {table}_counter WHERE namespace = $1`),
		holder: q(holderQuery),
		end:    q(`SELECT pg_terminate_backend(h.pid::int) FROM (` + holderQuery + `) h WHERE h.pid = $2 AND h.xid = $3 AND h.since = $4 AND h.waits`),

		heads: q(`SELECT namespace, head FROM {table}_counter WHERE namespace = ANY($1)`),

		namespaces: q(`SELECT namespace FROM {table}_counter WHERE namespace > $1 ORDER BY namespace LIMIT $2`),
		drain: q(`DELETE FROM {table} WHERE ctid = ANY(ARRAY(
			SELECT ctid FROM {table} WHERE namespace = $1 ORDER BY key LIMIT 1000))`),
		drainDeleted: q(`DELETE FROM {table}_deleted WHERE ctid = ANY(ARRAY(
			SELECT ctid FROM {table}_deleted WHERE namespace = $1 ORDER BY key LIMIT 1000))`),
		drop: q(`DELETE FROM {table}_counter c WHERE c.namespace = $1
			AND NOT EXISTS (SELECT FROM {table} r WHERE r.namespace = $1)
			AND NOT EXISTS (SELECT FROM {table}_deleted d WHERE d.namespace = $1)`),
	}
}

// settingsQuery says for a transaction what is not left to the server's settings, in one statement:
// its commit is durable; the server waits for the counter no longer than this node does, as it goes
// on with what it has been sent after this node has given up; and a node that stops in the middle
// loses the counter.
const settingsQuery = `SELECT set_config('synchronous_commit', 'on', true),
	set_config('idle_in_transaction_session_timeout', $1, true), set_config('lock_timeout', $2, true)`

// locals are the arguments of settingsQuery.
func (c Config) locals() []any {
	ms := func(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
	return []any{ms(c.Stall), ms(c.Timeout)}
}
