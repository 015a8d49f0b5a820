// Package etcdbus carries small ephemeral messages, such as "is typing", between the nodes of a desk by watches of etcd.
//
// A node has a fixed number of keys, under a lease that ends with it, and puts each message over the oldest: so nothing piles
// up, nobody cleans up, and what a dead node said is gone. It is lossy on purpose: what nobody hears is gone, and more than
// the Config's Rate a second is dropped at the sender, because every put is a durable write of the whole cluster.
//
// No wait is for ever: Config.Timeout bounds sending, and a receiver whose member hangs, has lost the others, or whose connection
// has died without a word finds out within two of them, and goes to another member.
//
// Its puts count as revisions of etcd, whose history package etcdstore compacts.
package etcdbus
