// Package mailbox signs the addresses and the ids of a desk's mail, so that an answer finds its
// session, and nobody can make up one that does.
package mailbox
