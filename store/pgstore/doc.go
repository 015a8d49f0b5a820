// Package pgstore is a store in PostgreSQL (tested with 15), for shops with several nodes.
//
// One table holds the records of all namespaces, beside one of deletions and one of counters; the
// names follow Config.Table, columns are namespace, key, rev, value. A commit locks its namespace's
// counter row first and checks its conditions in a later statement, so revisions are committed in
// the order of their numbers and two nodes can never both win. Concurrent commits of one node share
// a transaction and are answered each on its own.
//
// Durability is demanded, not hoped for: Open refuses fsync=off and a standby, and every
// transaction sets synchronous_commit=on. Wait hears of other nodes' commits by NOTIFY, sent apart
// from the commit and at most 50 times a second, with a poll behind it. Any number of namespaces
// share one pool and one LISTEN connection.
//
// A server that goes back (a standby takes over that had not received the last commits, a restored
// backup) loses those commits; only synchronous standbys rule that out. It corrupts nothing: no
// revision is given twice, and cursors of what was lost are store.ErrRewound. Neither the server's
// identifier nor its timeline need be watched for that.
//
// No wait is for ever. Config.Timeout bounds every answer, a connection that says nothing for so
// long is given up, and whoever follows then looks for itself. A node that stops in the middle of a
// commit, wherever its connection breaks, costs the others little more than Config.Stall: they end
// its connection to the server if it only waits for its client. All nodes should use one role,
// which may do that; or give theirs pg_signal_backend and pg_read_all_stats.
//
// "Accepted" means that a commit is on the disk of the primary, and of the standbys in
// synchronous_standby_names. Where all standbys are asynchronous, one that takes over lacks the
// last commits: Open says so in the log, if its role may see it.
//
// A pooler such as PgBouncer may stand between. By session it needs nothing. By transaction it
// works with URL, which then takes the mode cache_describe of pgx, and with a Pool whose URL says
// default_query_exec_mode=cache_describe, exec or simple_protocol; Open refuses a Pool in another
// mode (ErrPooler). No node can listen through it: set Config.ListenURL to a way that leads to the
// server directly, or other nodes' commits are found by looking, every 200 ms. A node holds up to
// 16 connections of its pool (pool_max_conns in URL says otherwise) and one that listens; one more
// while it looks who has the counter. The pooler's own pool (default_pool_size) should have room
// for 4 a node or more.
//
// A commit takes one round trip to the server, and the counter, which all nodes share, is held only
// for what the server does. It takes two, with the counter held for one, when it is the first of a
// Store, when more than 16 share it, or when the database went back. A read takes one. What a chat
// needs is a few of them one after the other, so the supported way to the server is one of up to 25
// ms each way: with 14 people who talk a message is accepted there within some 0.1 s, and 0.4 s at
// the 99th percentile; until the other side has it takes 0.4 s and 1.8 s. With 100 ms each way
// people wait for seconds.
//
// Deleted bytes leave the files by VACUUM and the recycling of the log, as all of PostgreSQL's do.
// The tables ask for autovacuum after one record in a hundred was written again; where it is off,
// what a queue once held slows its head.
package pgstore
