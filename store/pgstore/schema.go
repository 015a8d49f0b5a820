package pgstore

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// schemaVersion stands in the comment of the table of records.
const schemaVersion = 2

// ErrUnsafe says that the server may lose or hide a commit that it has confirmed.
var ErrUnsafe = errors.New("pgstore: unsafe server")

// ErrNewer says that a newer release made the tables. They were not touched.
var ErrNewer = errors.New("pgstore: tables of a newer release")

// ErrSchema says that the tables are missing or of an older release, and that Open may not make
// them, or that its role may not work with them.
var ErrSchema = errors.New("pgstore: schema")

// The key sorts as bytes only with the collation "C". Deletions stand in a table of their own, so
// that they are never in the way of a List; a key is in one of the two at most. The counter's row
// is rewritten by every commit and needs room for it.
//
// The indexes by revision are on an expression that only the feed's queries use. On the plain
// column the planner, before it has statistics, takes them for lookups by key too, and goes through
// the whole namespace.
//
// The counter comes first, as with who commits: run again over tables that are in use, it waits for
// them, and they for it, but never each for the other.
const schema = `
CREATE TABLE IF NOT EXISTS {table}_counter (
	namespace text COLLATE "C" PRIMARY KEY,
	head  bigint NOT NULL, -- latest revision
	floor bigint NOT NULL  -- oldest cursor that the feed can go on from
) WITH (fillfactor = 20);
ALTER TABLE {table}_counter ADD COLUMN IF NOT EXISTS lineage bytea NOT NULL DEFAULT ''; -- a store.Lineage
CREATE TABLE IF NOT EXISTS {table} (
	namespace text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, rev bigint NOT NULL, value bytea NOT NULL,
	PRIMARY KEY (namespace, key)
) WITH ({tidy});
CREATE INDEX IF NOT EXISTS {name}_rev ON {table} ((namespace || ''), rev);
CREATE TABLE IF NOT EXISTS {table}_deleted (
	namespace text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, rev bigint NOT NULL,
	PRIMARY KEY (namespace, key)
) WITH ({tidy});
CREATE INDEX IF NOT EXISTS {name}_deleted_rev ON {table}_deleted ((namespace || ''), rev);
`

// Schema is the SQL that makes the tables, for a host whose migrations run with another role:
// several statements, each ended by a semicolon, to be run in one transaction. They may be run
// again, and over the tables of an older release. Table is Config.Table, and "" its default; a
// schema that it names must be there. Open runs the same where the tables are missing.
//
// The role of Config.URL or Pool needs SELECT, INSERT, UPDATE and DELETE on the three tables, and
// no more: see Config.NoCreate.
func Schema(table string) string {
	table = or(table, "switchboard")
	return strings.TrimSpace(fill(schema, table)) + "\n" +
		fmt.Sprintf("COMMENT ON TABLE %s IS 'switchboard schema %d';\n", table, schemaVersion)
}

// tidy makes autovacuum come after one record in a hundred was written again, and take the index
// entries of old versions away each time. Every List of a queue's head passes those that are left,
// at 4 to 5 ns each; by the server's own settings they may be a fifth of all records, which is
// millions in a shop of years.
const tidy = "autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, vacuum_index_cleanup = on"

// safe refuses settings under which a confirmed commit may be lost, or not be seen.
func (d *database) safe(ctx context.Context) error {
	var fsync, pages string
	var standby bool
	err := d.within(ctx, func(ctx context.Context) error {
		return d.pool.QueryRow(ctx, `SELECT current_setting('fsync'), current_setting('full_page_writes'), pg_is_in_recovery()`).
			Scan(&fsync, &pages, &standby)
	})
	if err != nil {
		return err
	}
	var faults []error
	if fsync == "off" {
		faults = append(faults, fmt.Errorf("%w: fsync is off: a power cut loses commits", ErrUnsafe))
	}
	if pages == "off" {
		faults = append(faults, fmt.Errorf("%w: full_page_writes is off: a power cut may tear pages", ErrUnsafe))
	}
	if standby {
		faults = append(faults, fmt.Errorf("%w: it is a standby, which answers from the past", ErrUnsafe))
	}
	if len(faults) == 0 {
		d.warnOfStandbys(ctx)
	}
	return errors.Join(faults...)
}

// migrate creates the tables, once, however many nodes start together.
func (d *database) migrate(ctx context.Context) error {
	if done, err := d.migrated(ctx); done || err != nil {
		if err == nil {
			err = d.granted(ctx)
		}
		return err
	}
	if d.config.NoCreate {
		return d.missing(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, setUp*d.config.Timeout)
	defer cancel()
	// All of it is one message of the simple protocol, and so one transaction: the server never
	// holds the lock while it waits for more.
	_, err := d.pool.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d);", lockID(d.config.Table))+Schema(d.config.Table),
		pgx.QueryExecModeSimpleProtocol)
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && (pg.Code == noSuchSchema || pg.Code == notAllowed) {
		return fmt.Errorf("%w: %s cannot be made by this role: run what Schema(%q) returns with another one: %w",
			ErrSchema, d.config.Table, d.config.Table, err)
	}
	return err
}

// What PostgreSQL says to who may not make a table, or where there is no such schema.
const (
	noSuchSchema = "3F000"
	notAllowed   = "42501"
)

// missing says what is wrong with tables that Open may not make.
func (d *database) missing(ctx context.Context) error {
	var there bool
	err := d.within(ctx, func(ctx context.Context) error {
		return d.pool.QueryRow(ctx, `SELECT to_regclass($1) IS NOT NULL`, d.config.Table).Scan(&there)
	})
	switch {
	case err != nil:
		return err
	case there:
		return fmt.Errorf("%w: %s is of an older release: run what Schema(%q) returns", ErrSchema, d.config.Table, d.config.Table)
	}
	return fmt.Errorf("%w: %s is not there: run what Schema(%q) returns", ErrSchema, d.config.Table, d.config.Table)
}

func (d *database) migrated(ctx context.Context) (bool, error) {
	var comment string
	err := d.within(ctx, func(ctx context.Context) error {
		return d.pool.QueryRow(ctx, `SELECT coalesce(obj_description(to_regclass($1), 'pg_class'), '')`, d.config.Table).Scan(&comment)
	})
	if err != nil || comment == "" {
		return false, err
	}
	var version int
	if _, err := fmt.Sscanf(comment, "switchboard schema %d", &version); err != nil || version > schemaVersion {
		return false, fmt.Errorf("%w: %s says %q", ErrNewer, d.config.Table, comment)
	}
	return version == schemaVersion, nil
}

// rights are what the role lacks. Only who drops a namespace deletes a counter.
const rights = `
SELECT coalesce(string_agg(p || ' on ' || t, ', ' ORDER BY t, p), '')
FROM unnest(ARRAY['{table}', '{table}_counter', '{table}_deleted']) t,
	unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
WHERE NOT has_table_privilege(to_regclass(t), p) AND (t, p) <> ('{table}_counter', 'DELETE')`

// granted refuses tables that are there, but that the role may not work with: without one of its
// rights every commit would fail later.
func (d *database) granted(ctx context.Context) error {
	var lacks string
	err := d.within(ctx, func(ctx context.Context) error {
		return d.pool.QueryRow(ctx, fill(rights, d.config.Table)).Scan(&lacks)
	})
	if err != nil || lacks == "" {
		return err
	}
	return fmt.Errorf("%w: this role was not granted %s", ErrSchema, lacks)
}

// fill writes a table's name into SQL; it was checked to hold nothing special.
func fill(text, table string) string {
	name := table[strings.LastIndex(table, ".")+1:]
	return strings.NewReplacer("{table}", table, "{name}", name, "{tidy}", tidy).Replace(text)
}

func lockID(table string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("switchboard/" + table))
	return int64(h.Sum64()) //nolint:gosec // any number will do
}
