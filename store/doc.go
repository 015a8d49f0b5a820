// Package store is the seam between the chat engine and a database.
//
// A Store is an ordered set of small records. The packages above decide what keys and values mean;
// an adapter only keeps four promises: batches are atomic, conditions are checked at commit, keys
// sort as bytes, and the feed never skips. To write one, implement the four methods of [Store] and
// run storetest.Run; ADAPTERS.md is the guide.
//
// On top of the four methods, once for all adapters: [Do] turns reads into conditions and tries
// again on conflict, [Follow] turns the feed into a sequence, and the Check functions refuse what
// no adapter has to hold.
//
// A database may go back to an earlier time under those who use it. No revision is given twice all
// the same, see [Lineage], so what somebody remembers is refused, and never taken for something
// else; a reader gets [ErrRewound].
//
// No clock, time to live, callback or channel crosses the seam, and nothing here is kept between
// two calls.
package store
