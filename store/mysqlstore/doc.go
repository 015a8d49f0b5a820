// Package mysqlstore is a store in MySQL or MariaDB, for shops with several nodes. It was run on MariaDB 10.11 alone: MySQL 8 it
// keeps to by the manual of 8.0, and was never run on. It uses the host's own *sql.DB, made with github.com/go-sql-driver/mysql.
//
// One InnoDB table holds the records of all namespaces, beside one of deletions and one of counters; see Schema. Keys are
// VARBINARY, which no collation touches. A commit locks its namespace's counter row first and checks its conditions in a
// later statement at READ COMMITTED, so revisions are committed in the order of their numbers and two nodes can never both
// win. Concurrent commits of one node share a transaction and are answered each on its own.
//
// Durability is demanded, not hoped for: Open refuses a server that may lose a commit (ErrUnsafe): innodb_flush_log_at_trx_commit
// and sync_binlog other than 1, no binary log (without one InnoDB shows commits before they are durable, and a crash takes back
// what was seen), no doublewrite, a replica, Galera. On MariaDB that means log_bin and sync_binlog=1 in its configuration. It
// cannot see a primary whose replicas lag behind: a failover to one of those loses commits, which lineages make noticed
// (store.ErrRewound), not undone.
//
// Every call ends within Config.Timeout, on a connection that has died in silence too; the pool's other idle connections are
// closed then, for they died with it. A node that stops while it holds the counter, also in the middle of a statement or of an
// answer, is ended by the next one that waits for it longer than Config.Stall. An error of Commit that is ErrNotCommitted
// (a deadlock, a lock that was not given, no connection) says that nothing was written; every other but store.ErrConflict
// leaves the outcome unknown.
//
// Neither server can notify: Wait polls, and hears of other nodes' commits within Config.Poll. A read waits for three round trips
// and a commit for seven to ten, so be near the server, and set the pool's SetConnMaxIdleTime below what a firewall between allows.
// A pool with SetMaxOpenConns that the host waits for too should have timeout and readTimeout in its DSN: database/sql makes the
// connections of those who wait without any time limit, and one that is never answered keeps its place.
// Proxies that send statements to replicas, or do not pass KILL on to the server whose CONNECTION_ID it names, are not for this.
//
// Where MySQL 8 differs from MariaDB, with the section of its manual, or of MariaDB's:
//
//   - The age of what a connection does is in milliseconds in MariaDB ("Information Schema PROCESSLIST Table": TIME_MS), in whole
//     seconds in MySQL 8 ("The INFORMATION_SCHEMA PROCESSLIST Table"), so that a stopped node is ended up to two seconds later.
//     MySQL deprecates the table for one of performance_schema, which MariaDB does not have.
//   - An answer that is not taken shows as "Sending to client" in MySQL 8 ("General Thread States"), as "Writing to net" in MariaDB.
//   - VALUES(column) in an upsert is deprecated in MySQL 8.0.20 ("INSERT ... ON DUPLICATE KEY UPDATE Statement"), and MariaDB does
//     not have the alias that is to take its place: both have VALUES.
//   - A long IN list becomes a subquery in MariaDB ("Conversion of Big IN Predicates Into Subqueries"), and a scan of the table
//     in MySQL 8 ("Range Optimization": range_optimizer_max_mem_size): lists here are short.
//   - sync_binlog is 1 and log_bin on by default in MySQL 8 ("Binary Logging Options and Variables"), and 0 and off in MariaDB
//     ("Replication and Binary Log System Variables"); innodb_doublewrite has DETECT_ONLY since 8.0.30 ("Doublewrite Buffer").
//   - MariaDB could end an idle transaction by itself ("Transaction Timeouts"), MySQL 8 could not: the Store does so on both.
package mysqlstore
