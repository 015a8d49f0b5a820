// Package etcdstore is a store in etcd (tested with 3.7), for shops that want no single machine to lose: with three
// members, the loss of one changes nothing.
//
// A member that hangs is noticed after half of Config.Timeout, as is a connection that has died in silence: reads that it has
// are asked of the next member, the feed moves there, and it is asked nothing more until it answers again. A commit that
// it has is not sent again, since it may have been made: it fails with ErrNoAnswer after Timeout, its outcome unknown.
//
// A namespace is a prefix of keys. A revision is etcd's own, counted over the whole cluster, so a namespace sees gaps
// in the numbers. A commit is one transaction whose compares are the conditions; reads are linearizable. The feed is a
// watch that is asked to be as new as a linearizable read made first; compaction makes old cursors store.ErrCursor.
//
// etcd keeps everything in one small database (2 GiB by default, 8 GiB at most), so history older than Config.Keep
// revisions is compacted, for the whole cluster, and finished sessions belong into an archive.
//
// A descending List reads the whole prefix on the server. So does no other call.
package etcdstore
