// Package sqlitestore is a store in one SQLite file, with nothing to install: the driver is in Go.
//
// A commit that was answered survives kill -9 and power cuts (WAL, synchronous=FULL). Concurrent
// commits share one transaction and are answered each on its own, so 64 writers cost little more
// disk than one. Reads have a pool of their own and never wait for a writer. One file holds any
// number of namespaces and may be open in several processes of one machine. Deleted bytes are
// overwritten; [Store.Scrub] removes them from the log too.
//
// A file that goes back (a copy that is put back, between two runs or by rows under a running one)
// gives no revision twice, and cursors of what was lost are store.ErrRewound. Do not exchange the
// file itself under a running program.
//
// The file must be on a local disk: SQLite's locks do not work on most network file systems.
package sqlitestore
