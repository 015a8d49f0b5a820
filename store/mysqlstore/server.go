package mysqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// rule is a server's setting and what it must be. One that the server does not know is left out.
type rule struct {
	setting string
	wrong   func(value string) bool
	why     string
}

func is(values ...string) func(string) bool {
	return func(v string) bool {
		for _, bad := range values {
			if strings.EqualFold(v, bad) {
				return true
			}
		}
		return false
	}
}

func not(values ...string) func(string) bool {
	good := is(values...)
	return func(v string) bool { return !good(v) }
}

// rules holds for both servers. In quotes, where the two differ, stands the section of the manual.
//
//   - sync_binlog is 1 by default in MySQL 8 ("Binary Logging Options and Variables") and 0 in MariaDB ("Replication and Binary Log
//     System Variables"); it counts where log_bin is on, the default of MySQL 8 alone. With it at 0 a power cut loses the
//     log's end, and recovery rolls the commits back that the log does not have.
//   - innodb_doublewrite has the values DETECT_ONLY and DETECT_AND_RECOVER since MySQL 8.0.30 ("Doublewrite Buffer"); the first
//     cannot repair a page.
//   - debug_no_sync and wsrep_on are MariaDB's ("Server System Variables", "Galera Cluster System Variables").
//   - binlog_format STATEMENT is refused by both servers at the first commit ("Setting The Binary Log Format", error 1665); here
//     it is said at once.
//   - log_bin is on by default in MySQL 8 and off in MariaDB. Without it InnoDB shows a commit to others before its log is
//     written, and a crash takes back what they have seen, and told others; with it a commit is durable before it is seen.
var rules = []rule{
	{"log_bin", not("ON", "1"), "without a binary log commits are seen before they are durable, and a crash takes back what was seen"},
	{"sql_log_bin", not("ON", "1"), "sessions that do not write the binary log show commits before they are durable"},
	{"innodb_flush_log_at_trx_commit", not("1"), "a crash loses commits"},
	{"innodb_doublewrite", is("OFF", "0", "DETECT_ONLY"), "a power cut may tear pages"},
	{"innodb_flush_method", is("nosync", "littlesync"), "a power cut loses commits"},
	{"debug_no_sync", is("ON", "1"), "a power cut loses commits"},
	{"read_only", not("OFF", "0"), "it is a replica, which answers from the past"},
	{"super_read_only", is("ON", "1"), "it is a replica, which answers from the past"},
	{"innodb_read_only", is("ON", "1"), "nothing can be written"},
	{"wsrep_on", is("ON", "1"), "a Galera cluster locks rows on one node only, and reads from the past"},
	{"completion_type", not("NO_CHAIN", "0"), "a commit would begin another transaction"},
}

// logged holds where the server writes a binary log.
var logged = []rule{
	{"sync_binlog", not("1"), "a power cut loses commits"},
	{"binlog_format", is("STATEMENT"), "commits at READ COMMITTED are refused"},
}

// safe refuses settings under which a confirmed commit may be lost, or not be seen, or not every
// commit be taken. It tells whose server it is.
func safe(ctx context.Context, conn *sql.Conn) (mariadb bool, err error) {
	values, err := settings(ctx, conn)
	if err != nil {
		return false, err
	}
	mariadb = strings.Contains(values["version"], "MariaDB")
	checks := rules
	if is("ON", "1")(values["log_bin"]) {
		checks = append(logged, rules...)
	}
	var faults []error
	for _, r := range checks {
		if v, known := values[r.setting]; known && r.wrong(v) {
			faults = append(faults, fmt.Errorf("%w: %s is %s: %s", ErrUnsafe, r.setting, v, r.why))
		}
	}
	if len(faults) > 0 {
		return mariadb, errors.Join(faults...)
	}
	return mariadb, takesStatements(ctx, conn)
}

func settings(ctx context.Context, conn *sql.Conn) (map[string]string, error) {
	names := []string{"version"}
	for _, r := range append(logged, rules...) {
		names = append(names, r.setting)
	}
	rows, err := conn.QueryContext(ctx, `SHOW VARIABLES WHERE Variable_name IN (`+literals(names)+`)`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	values := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		values[name] = value
	}
	return values, rows.Err()
}

// takesStatements sends one statement as long as the longest that a commit makes.
// max_allowed_packet (16 MiB by default in MariaDB, 64 MiB in MySQL 8), the driver's
// maxAllowedPacket and a proxy's limit would else show at the first large commit.
func takesStatements(ctx context.Context, conn *sql.Conn) error {
	var n int
	err := conn.QueryRowContext(ctx, "SELECT LENGTH('"+strings.Repeat("a", statementMax)+"')").Scan(&n)
	if err != nil {
		return fmt.Errorf("%w: a statement of %d bytes is not taken (max_allowed_packet?): %w", ErrUnsafe, statementMax, err)
	}
	if n != statementMax {
		return fmt.Errorf("%w: a statement of %d bytes arrives cut off", ErrUnsafe, statementMax)
	}
	return nil
}
