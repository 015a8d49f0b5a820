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
// A cluster that goes back (restored from a snapshot) gives its numbers again, unless it is restored with --bump-revision and
// --mark-compacted, as it should be. Every commit is therefore signed, and made on the condition that what its handle has seen
// is still there; who finds that it is not numbers the whole namespace anew, so that cursors are store.ErrRewound and nothing that anybody
// remembers is the revision of anything. A cursor that no open handle has seen, such as a host's own, cannot be told by this.
//
// etcd keeps everything in one small database (2 GiB by default, 8 GiB at most), so history older than Config.Keep
// revisions is compacted, for the whole cluster, and finished sessions belong into an archive.
//
// A descending List reads the whole prefix on the server. So does no other call.
package etcdstore
