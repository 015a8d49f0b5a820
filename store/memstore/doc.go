// Package memstore is a store in memory, for tests and for programs that may forget.
//
// It keeps every promise of store.Store and store.Waiter except that nothing survives the process:
// reads are snapshots, what goes in and comes out is copied, a write costs the logarithm of the
// number of keys, and the feed is a log of which overwritten entries are dropped. One Store is one
// namespace. It starts no goroutine and needs no Close, so it works under testing/synctest. A
// [Backup] that is restored shows what a program makes of a database that goes back.
package memstore
