// Package records is the only place that knows the keys and the encoding of what a desk keeps
// in its store.
//
// A key is a family and its parts, all of them minted ids, names the host chose from a closed
// alphabet, or numbers and instants padded so that they sort. [Parse] takes a key apart again.
// A value is JSON with a version "v": [Encode] keeps the fields of another release that this
// one does not know, and refuses to rewrite a record of a higher version. [Diff] turns a change
// of a session into the records that change with it, its indexes included.
//
// Everything but the few readers of read.go is pure: no clock, no store, no goroutine.
package records
