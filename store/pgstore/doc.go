// Package pgstore is a store in PostgreSQL (tested with 15), for shops with several nodes.
//
// One table holds the records of all namespaces, beside one of deletions and one of counters; the names follow
// Config.Table, columns are namespace, key, rev, value. A commit locks its namespace's counter row first and checks
// its conditions in a later statement, so revisions are committed in the order of their numbers and two nodes can never
// both win. Concurrent commits of one node share a transaction and are answered each on its own.
//
// Durability is demanded, not hoped for: Open refuses fsync=off and a standby, and every transaction sets
// synchronous_commit=on. Wait hears of other nodes' commits by NOTIFY, sent apart from the commit and at most 50
// times a second, with a poll behind it. Any number of namespaces share one pool and one LISTEN connection.
//
// A server that goes back (a standby takes over that had not received the last commits, a restored backup) loses those
// commits; only synchronous standbys rule that out. It corrupts nothing: no revision is given twice, and cursors of what was lost are
// store.ErrRewound. Neither the server's identifier nor its timeline need be watched for that.
//
// Deleted bytes leave the files by VACUUM and the recycling of the log, as all of PostgreSQL's do. The tables ask for
// autovacuum after one record in a hundred was written again; where it is off, what a queue once held slows its head.
package pgstore
