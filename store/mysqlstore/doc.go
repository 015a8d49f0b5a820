// Package mysqlstore is a store in MySQL or MariaDB (tested with MariaDB 10.11, written to what MySQL 8.0 documents), for
// shops with several nodes. It uses the host's own *sql.DB, made with github.com/go-sql-driver/mysql.
//
// One InnoDB table holds the records of all namespaces, beside one of deletions and one of counters; see Schema. Keys are
// VARBINARY, which no collation touches. A commit locks its namespace's counter row first and checks its conditions in a
// later statement at READ COMMITTED, so revisions are committed in the order of their numbers and two nodes can never both
// win. Concurrent commits of one node share a transaction and are answered each on its own.
//
// Durability is demanded, not hoped for: Open refuses a server that may lose a commit (ErrUnsafe): innodb_flush_log_at_trx_commit
// and sync_binlog other than 1, no doublewrite, a replica, Galera. It cannot see a primary whose replicas lag behind:
// a failover to one of those loses commits, which lineages make noticed (store.ErrRewound), not undone.
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
// Where MySQL 8 differs from MariaDB, the code names it and its source: look for "MySQL 8" in statements.go, server.go and blocked.go.
package mysqlstore
