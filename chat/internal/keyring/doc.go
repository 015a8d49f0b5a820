// Package keyring keeps the one secret that a desk has, and makes everything keyed from it.
//
// The secret is the host's, or 32 random bytes in the store, put there by the first node that
// needs them. So all nodes of a store have the same one. What is made from it differs by purpose:
// [Keyring.For] makes a key to sign with, [Keyring.Extern] makes the name under which a host's
// own id is kept. Neither says anything about the secret, or about what is made for another
// purpose.
//
// A host that changes its secret has the names of all host's ids change with it: customers and
// logins are strangers then.
package keyring
