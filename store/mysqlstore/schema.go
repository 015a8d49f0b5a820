package mysqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// schemaVersion stands in the comment of the table of records.
const schemaVersion = 1

// schema has the table of records last: its comment says that all three are there.
const schema = `
CREATE TABLE IF NOT EXISTS {table}_counter (
	namespace VARBINARY(64) NOT NULL PRIMARY KEY,
	head      BIGINT NOT NULL,         -- latest revision
	floor     BIGINT NOT NULL,         -- oldest cursor that the feed can go on from
	lineage   VARBINARY(512) NOT NULL, -- last revision of each of the latest writers
	holder    BIGINT NOT NULL          -- twice the connection that locked the row last, and one more at every other lock
) ENGINE=InnoDB;
CREATE TABLE IF NOT EXISTS {table}_deleted (
	namespace VARBINARY(64) NOT NULL, ` + "`key`" + ` VARBINARY(255) NOT NULL, rev BIGINT NOT NULL,
	PRIMARY KEY (namespace, ` + "`key`" + `), KEY by_rev (namespace, rev)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
CREATE TABLE IF NOT EXISTS {table} (
	namespace VARBINARY(64) NOT NULL, ` + "`key`" + ` VARBINARY(255) NOT NULL, rev BIGINT NOT NULL, value MEDIUMBLOB NOT NULL,
	PRIMARY KEY (namespace, ` + "`key`" + `), KEY by_rev (namespace, rev)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC COMMENT='switchboard schema {version}';
`

// Schema is the SQL that makes the tables, for a host that makes them itself: three statements,
// each ended by a semicolon. Table is Config.Table, and "" its default. Open runs the same where
// the tables are missing.
//
// Keys and namespaces are VARBINARY: compared byte by byte, no case folded, no blanks padded, as no
// text column is sure to be. Deletions stand in a table of their own, so that they are never in the
// way of a List; a key is in one of the two at most.
func Schema(table string) string {
	return strings.NewReplacer("{table}", or(table, "switchboard"), "{version}", fmt.Sprint(schemaVersion)).Replace(schema)
}

// migrate creates the tables, once, however many nodes start together: each statement waits for
// another node's same one.
func (d *database) migrate(ctx context.Context, conn *sql.Conn) error {
	done, err := d.migrated(ctx, conn)
	if err != nil {
		return err
	}
	if !done && d.config.NoCreate {
		return fmt.Errorf("%w: %s is not there, or of an older release: run what Schema(%q) returns", ErrSchema, d.config.Table, d.config.Table)
	}
	if !done {
		for _, text := range strings.SplitAfter(Schema(d.config.Table), ";\n") {
			if strings.TrimSpace(text) == "" {
				continue
			}
			if _, err := conn.ExecContext(ctx, text); err != nil {
				return d.unmade(err)
			}
		}
	}
	return errors.Join(d.checkTables(ctx, conn), d.granted(ctx, conn))
}

// tries are changes of nothing, which are refused for want of a right alone. The counter is written
// when a namespace is entered.
var tries = []string{
	"DELETE FROM {table} WHERE FALSE", "DELETE FROM {table}_deleted WHERE FALSE",
	"UPDATE {table} SET rev = rev WHERE FALSE", "UPDATE {table}_deleted SET rev = rev WHERE FALSE",
	"INSERT INTO {table} SELECT * FROM {table} WHERE FALSE",
	"INSERT INTO {table}_deleted SELECT * FROM {table}_deleted WHERE FALSE",
}

// granted refuses tables that this account may not work with: without one of its rights every
// commit would fail later.
func (d *database) granted(ctx context.Context, conn *sql.Conn) (err error) {
	defer func() { // a session without autocommit is in a transaction by now
		_, end := conn.ExecContext(ctx, "ROLLBACK")
		err = errors.Join(err, end)
	}()
	for _, try := range tries {
		_, err := conn.ExecContext(ctx, strings.ReplaceAll(try, "{table}", d.config.Table))
		e, ok := errors.AsType[*mysql.MySQLError](err)
		if ok && (e.Number == notAllowed || e.Number == notAllowedColumn) {
			return fmt.Errorf("%w: this account lacks a right: %w", ErrSchema, err)
		}
	}
	return nil
}

// What MySQL says to who may not make a table, and where there is no such database.
const (
	notAllowedHere = 1044
	noSuchDatabase = 1049
	notAllowed     = 1142

	notAllowedColumn = 1143
)

// unmade says what to run where this account cannot make the tables.
func (d *database) unmade(err error) error {
	refused := []uint16{notAllowedHere, noSuchDatabase, notAllowed}
	e, ok := errors.AsType[*mysql.MySQLError](err)
	if !ok || !slices.Contains(refused, e.Number) {
		return err
	}
	return fmt.Errorf(
		"%w: %s cannot be made by this account: run what Schema(%q) returns with another one: %w",
		ErrSchema, d.config.Table, d.config.Table, err)
}

func (d *database) migrated(ctx context.Context, conn *sql.Conn) (bool, error) {
	var comment string
	err := conn.QueryRowContext(ctx, `SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE `+d.named("")).Scan(&comment)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var version int
	if _, err := fmt.Sscanf(comment, "switchboard schema %d", &version); err != nil || version > schemaVersion {
		return false, fmt.Errorf("%w: %s says %q", ErrNewer, d.config.Table, comment)
	}
	return version == schemaVersion, nil
}

// columns is what every table must have, as "type size".
var columns = map[string]map[string]string{
	"":         {"namespace": "varbinary 64", "key": "varbinary 255", "rev": "bigint 0", "value": "mediumblob 16777215"},
	"_deleted": {"namespace": "varbinary 64", "key": "varbinary 255", "rev": "bigint 0"},
	"_counter": {"namespace": "varbinary 64", "head": "bigint 0", "floor": "bigint 0", "lineage": "varbinary 512", "holder": "bigint 0"},
}

// checkTables refuses tables that would cut, fold or forget. A server without strict mode cuts a
// value that is too long with a warning that nobody reads, and one without NO_ENGINE_SUBSTITUTION
// makes tables without transactions.
func (d *database) checkTables(ctx context.Context, conn *sql.Conn) error {
	var faults []error
	for suffix, want := range columns {
		table := d.config.Table + suffix
		var engine string
		err := conn.QueryRowContext(ctx, `SELECT COALESCE(ENGINE, '') FROM information_schema.TABLES WHERE `+d.named(suffix)).Scan(&engine)
		if err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		if !strings.EqualFold(engine, "InnoDB") {
			faults = append(faults, fmt.Errorf("%w: %s is in %s, not in InnoDB", ErrSchema, table, engine))
		}
		for column, kind := range want {
			var is string
			err := conn.QueryRowContext(ctx, `SELECT CONCAT(DATA_TYPE, ' ', COALESCE(CHARACTER_OCTET_LENGTH, 0)) FROM information_schema.COLUMNS
				WHERE COLUMN_NAME = '`+column+`' AND `+d.named(suffix)).Scan(&is)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			if !strings.EqualFold(is, kind) {
				faults = append(faults, fmt.Errorf("%w: %s.%s is %q, not %q", ErrSchema, table, column, is, kind))
			}
		}
	}
	return errors.Join(faults...)
}

// named is the condition by which information_schema finds a table.
func (d *database) named(suffix string) string {
	base, name, found := strings.Cut(d.config.Table, ".")
	if !found {
		return "TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '" + base + suffix + "'"
	}
	return "TABLE_SCHEMA = '" + base + "' AND TABLE_NAME = '" + name + suffix + "'"
}
