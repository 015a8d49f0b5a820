// Package pgbus carries small ephemeral messages, such as "is typing", between the nodes of a desk
// by PostgreSQL's NOTIFY.
//
// It is lossy on purpose: nothing is stored, what nobody hears is gone, and more than the Config's
// Rate a second is dropped at the sender, because every NOTIFY takes a lock that all databases of
// the server share. A receiver has one connection of its own beside the pool.
//
// No wait is for ever: Config.Timeout bounds sending, and a receiver whose connection has died
// without a word finds out within two of them. Sending works in all modes of pgx and behind any
// pooler, receiving behind none that pools by transaction: set Config.ListenURL there.
package pgbus
