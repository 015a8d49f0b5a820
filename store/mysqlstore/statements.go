package mysqlstore

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// A statement is at most about statementMax bytes long, and names at most listMax keys: beyond that
// MariaDB turns a list into a table ("Conversion of Big IN Predicates Into Subqueries") and MySQL 8
// gives up the index ("Range Optimization"). A value doubles its bytes in a statement, so the
// largest one takes 512 KiB and some.
const (
	statementMax = 768 << 10
	listMax      = 500
)

// statements makes all SQL that runs after the start. Texts have no placeholders: with them each
// statement would be prepared first, a round trip more under the counter's lock. What is written
// into them is numbers, hexadecimal values, and names and keys that were checked to hold no quote,
// backslash or blank.
//
// Each says its index, because the optimizer guesses by statistics that a new or a quickly changing
// table does not have, and its LIMIT, because a session's sql_select_limit would cut the rest off.
type statements struct {
	table   string
	mariadb bool // the server is MariaDB, not MySQL
}

func newStatements(table string) statements { return statements{table: table} }

func (s statements) create(ns string) string {
	return fmt.Sprintf("INSERT IGNORE INTO %s_counter (namespace, head, floor, lineage, holder) VALUES ('%s', 0, 0, '', CONNECTION_ID() * 2)", s.table, ns)
}

// lock takes the counter and leaves its connection there, for those who wait to read: twice its
// number, and one more at every other lock, so that what is not committed yet differs from what is,
// also when one connection locks twice.
func (s statements) lock(ns string) string {
	return fmt.Sprintf("UPDATE %s_counter SET holder = CONNECTION_ID() * 2 + (holder + 1) %% 2 WHERE namespace = '%s'", s.table, ns)
}

func (s statements) counter(ns string) string {
	return fmt.Sprintf("SELECT head, floor, lineage FROM %s_counter WHERE namespace = '%s' LIMIT 1", s.table, ns)
}

func (s statements) move(ns string, c counter) string {
	return fmt.Sprintf("UPDATE %s_counter SET head = %d, floor = %d, lineage = %s WHERE namespace = '%s'",
		s.table, c.head, c.floor, value(c.lineage.Bytes()), ns)
}

// heads finds the heads of namespaces.
func (s statements) heads(names []string) string {
	return fmt.Sprintf("SELECT namespace, head FROM %s_counter WHERE namespace IN (%s) LIMIT %d", s.table, literals(names), len(names))
}

func (s statements) namespaces(after string, limit int) string {
	return fmt.Sprintf("SELECT namespace FROM %s_counter WHERE namespace > '%s' ORDER BY namespace LIMIT %d", s.table, after, limit)
}

// drain takes rows of a namespace away, by a suffix of the table, and drop its counter.
func (s statements) drain(suffix, ns string) string {
	return fmt.Sprintf("DELETE FROM %s%s WHERE namespace = '%s' ORDER BY `key` LIMIT %d", s.table, suffix, ns, drained)
}

func (s statements) drop(ns string) string {
	return fmt.Sprintf("DELETE FROM %s_counter WHERE namespace = '%s'", s.table, ns)
}

// What a row of state is of.
const (
	ofCounter = iota
	ofRecord
	ofDeletion
)

// state reads what a commit must know, in as few statements as may be: kind, key, revision, and of
// the counter its floor and lineage.
func (s statements) state(ns string, keys, puts []string) (texts []string) {
	parts := []string{fmt.Sprintf("(SELECT %d, '', head, floor, lineage FROM %s_counter WHERE namespace = '%s' LIMIT 1)", ofCounter, s.table, ns)}
	add := func(kind int, suffix string, keys []string) {
		for _, some := range chunks(keys) {
			parts = append(parts, fmt.Sprintf("(SELECT %d, `key`, rev, 0, '' FROM %s%s FORCE INDEX (PRIMARY) WHERE %s LIMIT %d)", kind, s.table, suffix, among(ns, some), len(some)))
		}
	}
	add(ofRecord, "", keys)
	add(ofDeletion, "_deleted", puts)
	const union, limit = " UNION ALL ", " LIMIT 1000000"
	for text := ""; len(parts) > 0 || text != ""; {
		if len(parts) > 0 && (text == "" || len(text)+len(union)+len(parts[0])+len(limit) <= statementMax) {
			text = strings.TrimPrefix(text+union+parts[0], union)
			parts = parts[1:]
			continue
		}
		texts, text = append(texts, text+limit), ""
	}
	return texts
}

func (s statements) get(ns string, keys []string) string {
	return fmt.Sprintf("SELECT `key`, rev, value FROM %s FORCE INDEX (PRIMARY) WHERE %s LIMIT %d", s.table, among(ns, keys), len(keys))
}

func (s statements) list(ns string, r store.Range) string {
	from, to := r.Bounds()
	order := ""
	if r.Desc {
		order = " DESC"
	}
	return fmt.Sprintf("SELECT `key`, rev, value FROM %s FORCE INDEX (PRIMARY) WHERE namespace = '%s' AND `key` >= '%s' AND `key` < '%s' ORDER BY `key`%s LIMIT %d",
		s.table, ns, from, to, order, r.Limit)
}

// put writes rows as values makes them. VALUES(…) is deprecated since MySQL 8.0.20 for an alias
// that MariaDB does not know ("INSERT ... ON DUPLICATE KEY UPDATE Statement"); both have it. How
// many rows it says to have affected (1 for a new one, 2 for a changed one, 0 for the same) is not
// read.
func (s statements) put(rows []string) string {
	return fmt.Sprintf("INSERT INTO %s (namespace, `key`, rev, value) VALUES %s ON DUPLICATE KEY UPDATE rev = VALUES(rev), value = VALUES(value)",
		s.table, strings.Join(rows, ","))
}

func (s statements) bury(rows []string) string {
	return fmt.Sprintf("INSERT INTO %s_deleted (namespace, `key`, rev) VALUES %s ON DUPLICATE KEY UPDATE rev = VALUES(rev)", s.table, strings.Join(rows, ","))
}

func (s statements) remove(ns string, keys []string) string {
	return fmt.Sprintf("DELETE FROM %s WHERE %s", s.table, among(ns, keys))
}

func (s statements) unbury(ns string, keys []string) string {
	return fmt.Sprintf("DELETE FROM %s_deleted WHERE %s", s.table, among(ns, keys))
}

func (s statements) trim(ns string, floor store.Rev) string {
	return fmt.Sprintf("DELETE FROM %s_deleted WHERE namespace = '%s' AND rev <= %d ORDER BY rev LIMIT 1000", s.table, ns, floor)
}

// cut is the revisions of the next rows of the feed.
func (s statements) cut(ns string, after store.Rev, limit int) string {
	one := func(suffix string) string {
		return fmt.Sprintf("(SELECT rev FROM %s%s FORCE INDEX (by_rev) WHERE namespace = '%s' AND rev > %d ORDER BY rev LIMIT %d)", s.table, suffix, ns, after, limit)
	}
	return one("") + " UNION ALL " + one("_deleted") + fmt.Sprintf(" ORDER BY rev LIMIT %d", limit)
}

// news is the rows of the feed, in no order.
func (s statements) news(ns string, after, upTo store.Rev) string {
	one := func(columns, suffix string) string {
		return fmt.Sprintf("(SELECT `key`, rev, %s FROM %s%s FORCE INDEX (by_rev) WHERE namespace = '%s' AND rev > %d AND rev <= %d LIMIT %d)",
			columns, s.table, suffix, ns, after, upTo, math.MaxInt64)
	}
	return one("value, 0", "") + " UNION ALL " + one("'', 1", "_deleted") + fmt.Sprintf(" LIMIT %d", math.MaxInt64)
}

// mark is what lock left in the counter.
func (s statements) mark(ns string) string {
	return fmt.Sprintf("SELECT holder FROM %s_counter WHERE namespace = '%s' LIMIT 1", s.table, ns)
}

// holder is the mark of the counter, and what its connection does, and since how many milliseconds
// at least. MySQL 8 deprecates this processlist for performance_schema.processlist ("The
// INFORMATION_SCHEMA PROCESSLIST Table"), which MariaDB does not have, and counts whole seconds of
// the clock.
func (s statements) holder(ns string) string {
	age := "1000 * (p.TIME - 1)"
	if s.mariadb {
		age = "p.TIME_MS"
	}
	return fmt.Sprintf(`SELECT c.holder, COALESCE(p.COMMAND, ''), COALESCE(p.STATE, ''), CAST(COALESCE(%s, 0) AS SIGNED) FROM %s_counter c
		LEFT JOIN information_schema.PROCESSLIST p ON p.ID = c.holder DIV 2 WHERE c.namespace = '%s' LIMIT 1`, age, s.table, ns)
}

func among(ns string, keys []string) string {
	return fmt.Sprintf("namespace = '%s' AND `key` IN (%s)", ns, literals(keys))
}

func literals(words []string) string { return "'" + strings.Join(words, "','") + "'" }

func value(b []byte) string { return "x'" + hex.EncodeToString(b) + "'" }
