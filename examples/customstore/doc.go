// Command customstore shows what it takes to put a database of your own under Switchboard: filestore.go is a whole
// adapter, an append-only file, with the standard library alone. Run
//
//	go run ./examples/customstore
//
// to see the conformance suite pass on it, and with -hasty to see the suite catch a plausible mistake, told as a
// history. The guide is store/ADAPTERS.md.
package main
