// Package pgbus carries small ephemeral messages, such as "is typing", between the nodes of a desk by PostgreSQL's NOTIFY.
//
// It is lossy on purpose: nothing is stored, what nobody hears is gone, and more than the Config's Rate a second is dropped
// at the sender, because every NOTIFY takes a lock that all databases of the server share. A receiver has one connection of
// its own beside the pool.
package pgbus
